import type { HostServices, OpenStep } from '../../services';
import type { ConnectionAddresses } from './connectionAddresses';

/** Says which end keeps the pair of addresses and ports of a connection that is closed, and for how long (RFC 9293 §3.6.1). */
export function tellTimeWait(host: HostServices, closeStep: OpenStep | undefined, closedFirst: 'this end' | 'the peer', { localPort, remoteAddress, remotePort }: ConnectionAddresses): void {
  if (!closeStep) return;
  const step = host.trace.openStep({ id: 'tcp.time-wait', title: 'Keep the closed connection\'s port (TIME-WAIT)', layers: [4], spec: ['RFC 9293 §3.6.1'], parent: closeStep });
  if (closedFirst === 'the peer') {
    step.skipped(`The other end sent its FIN first, so it waits in TIME-WAIT; port ${localPort} of this end is free at once. Had this end closed first, it would wait.`);
    return;
  }
  step.happens(
    `This end sent its FIN first, so it keeps its port ${localPort} towards ${remoteAddress} port ${remotePort} for ${host.system.tcp.timeWaitMs / 1000} s, for segments that are still on their ` +
    'way; a new connection there gets another port until then. The other end keeps nothing.',
  );
}
