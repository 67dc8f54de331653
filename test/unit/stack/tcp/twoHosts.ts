import type { ConditionSettings } from '../../../../src/model/conditions';
import { makeConditions } from '../../../../src/model/conditions';
import { requestFromUrl } from '../../../../src/model/requestFromUrl';
import { parseRequestUrl } from '../../../../src/model/requestUrl';
import type { Trace } from '../../../../src/model/trace';
import { addressPlan } from '../../../../src/simulator/addressPlan';
import { buildNetwork } from '../../../../src/simulator/network';
import { World } from '../../../../src/simulator/world';
import { LINUX } from '../../../../src/clients/operatingSystems/linux';
import type { TcpSettings } from '../../../../src/stack/4-transport/tcp/tcpSettings';
import type { Payload } from '../../../../src/stack/payload';
import { wholeSlice } from '../../../../src/stack/payload';

const URL_OF_SERVER = 'http://www.example/';
const PORT = 80;

/** What became of an exchange between two hosts on one wire. */
export interface Exchange {
  /** What each program read. */
  readonly atServer: Uint8Array;
  readonly atClient: Uint8Array;
  /** How the connection ended for each program: `ended`, `open` or a code. */
  readonly client: string;
  readonly server: string;
  readonly trace: Trace;
}

/** Octets that tell where they belong. */
export function countingPayload(lengthBytes: number, salt: number): Payload {
  const bytes = Uint8Array.from({ length: lengthBytes }, (_, index) => (index * 31 + (index >> 8) * 7 + salt) & 0xff);
  return { lengthBytes, summary: 'test', encode: () => ({ bytes, pdus: [] }) };
}

/** The client sends a request, the server answers it and closes, and so does the client; each program reads what comes. */
export function exchange(requestBytes: number, responseBytes: number, settings: ConditionSettings, sockets: TcpSettings = {}): Exchange {
  const conditions = makeConditions({ 'path.hops': 0, ...settings });
  const plan = addressPlan(parseRequestUrl(URL_OF_SERVER).host, undefined, conditions);
  const world = new World(conditions.seed, { client: LINUX });
  const network = buildNetwork(world, plan, conditions);
  const { client, server } = network;
  for (const address of server.interface.addresses) client.interface.rememberNeighbour(address, server.interface.port.hardwareAddress, 'known before');
  for (const address of client.interface.addresses) server.interface.rememberNeighbour(address, client.interface.port.hardwareAddress, 'known before');
  const recorder = world.beginRun();
  const states = { client: 'open', server: 'open' };
  const read = { client: [] as Uint8Array[], server: [] as Uint8Array[] };
  const total = (chunks: readonly Uint8Array[]) => chunks.reduce((sum, { length }) => sum + length, 0);
  server.tcp.listen(PORT, (connection) => {
    connection.handler = {
      opened: () => undefined,
      received: ({ payload, start, length }) => {
        read.server.push(payload.encode().bytes.subarray(start, start + length));
        if (total(read.server) !== requestBytes) return;
        connection.send(wholeSlice(countingPayload(responseBytes, 2)));
        connection.close();
      },
      ended: () => { states.server = 'ended'; },
      failed: ({ code }) => { states.server = code; },
    };
  });
  const [family] = plan.families;
  client.tcp.settings = sockets;
  const connection = client.tcp.connect(family?.server ?? '', PORT);
  connection.handler = {
    opened: () => connection.send(wholeSlice(countingPayload(requestBytes, 1))),
    received: ({ payload, start, length }) => {
      read.client.push(payload.encode().bytes.subarray(start, start + length));
    },
    ended: () => {
      states.client = 'ended';
      connection.close();
    },
    failed: ({ code }) => { states.client = code; },
  };
  world.queue.run();
  return { atServer: Buffer.concat(read.server), atClient: Buffer.concat(read.client), ...states, trace: recorder.finish(requestFromUrl(URL_OF_SERVER)) };
}
