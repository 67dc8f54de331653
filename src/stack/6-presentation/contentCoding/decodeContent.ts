import type { ContentCoding } from '../../../model/clientProfile';
import type { HostServices } from '../../services';

/** What the receiver of a response does with its content coding (RFC 9110 §8.4), as a step; says nothing of content that is not coded. */
export function decodeContent(host: HostServices, coding: string | undefined, codedBytes: number, decodes: readonly ContentCoding[], title: string): void {
  if (coding === undefined || coding.toLowerCase() === 'identity') return;
  const step = host.trace.openStep({ id: 'http.decode', title: `Undo the content coding ${coding}`, layers: [6], spec: ['RFC 9110 §8.4'] });
  if (decodes.some((each) => each === coding.toLowerCase())) {
    step.happens(`The response says Content-Encoding: ${coding}, so ${title} decodes the ${codedBytes} octets before the program sees them, piece by piece as they arrive.`);
  } else {
    step.skipped(`${title} undoes ${decodes.length === 0 ? 'no coding' : `only ${decodes.join(', ')}`} by itself: the program gets the ${codedBytes} coded octets, and would have to undo the coding.`);
  }
}
