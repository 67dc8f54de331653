import type { Comparison, Timing } from './comparison';

const percent = (value: number): string => `${value > 0 ? '+' : ''}${value.toFixed(1)} %`;
const yes = (equal: boolean): string => (equal ? 'equal' : 'differs');

/** The comparisons as Markdown: what they mean, a table, and the worst of each column. */
export function accuracyReport(comparisons: readonly Comparison[], origin: string): string {
  const rows = comparisons.map((each) => `| ${cells(each).join(' | ')} |`);
  const head = ['exchange', 'order', 'that of a run', 'order but for bare ACKs', 'ACKs', 'client lengths', 'flights', 'first byte', 'counting', 'total', 'counting'];
  return [
    '# How close the predictions come',
    '',
    `${origin} \`npm run accuracy\` makes this table. Times count from the first query. Errors are those of the prediction, given the`,
    'programs\' think times, and beside them those of merely counting round trips times RTT. Flights are segments of the response, between',
    'pauses of half a round trip. The order is that of the typical run; where real runs differ among themselves, because a process ran a moment',
    'sooner or later, the next column says whether the predicted order is that of one of them. When bare acknowledgments leave in a bulk',
    'transfer depends on when the kernel lets the reader run, so their number in the runs stands beside the order of all else.',
    '',
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows,
    '',
    ...summary(comparisons),
    '',
  ].join('\n');
}

function cells({ scenario, orderDifference, orderSeen, orders, orderDifferenceWithoutAcks, acks, clientLengthsEqual, flights, firstByte, total }: Comparison): readonly string[] {
  const { client, protocol, rttMs, mbps, bodyBytes, lost, http, family, host, requests } = scenario;
  const special = [...(http === '2' ? ['HTTP/2'] : []), ...(family === 6 ? ['IPv6'] : []), ...(host === undefined ? [] : ['long name']), ...(requests === undefined ? [] : [`${requests} requests`])];
  const what = [client, protocol, ...special, `${rttMs} ms`, ...(mbps === undefined ? [] : [`${mbps} Mbit/s`]), `${bodyBytes} octets`, ...(lost ? [`lost: ${lost.what}`] : [])];
  const sizes = (list: readonly number[]) => list.join(', ');
  return [
    what.join(', '),
    orderDifference ?? 'equal',
    `${orderSeen ? 'yes' : 'no'}, of ${orders}`,
    orderDifferenceWithoutAcks ?? 'equal',
    `${acks.fewest === acks.most ? acks.fewest : `${acks.fewest} to ${acks.most}`}, predicted ${acks.predicted}`,
    yes(clientLengthsEqual),
    sizes(flights.real) === sizes(flights.predicted) ? sizes(flights.real) : `${sizes(flights.real)}; predicted ${sizes(flights.predicted)}`,
    ...[firstByte, total].flatMap(({ realMs, errorPercent, countingErrorPercent }) => [`${realMs.toFixed(1)} ms, ${percent(errorPercent)}`, percent(countingErrorPercent)]),
  ];
}

function summary(comparisons: readonly Comparison[]): readonly string[] {
  const lines = (name: string, group: readonly Comparison[]): readonly string[] => {
    if (group.length === 0) return [];
    const count = (test: (each: Comparison) => boolean) => `${group.filter(test).length} of ${group.length}`;
    const worst = (of: (each: Comparison) => Timing, field: 'errorPercent' | 'countingErrorPercent') =>
      `${Math.max(...group.map((each) => Math.abs(of(each)[field]))).toFixed(1)} %`;
    return [
      `- ${name}: order equal in ${count((each) => each.orderDifference === undefined)}, that of a run in ${count((each) => each.orderSeen)}, but for bare ACKs in ` +
      `${count((each) => each.orderDifferenceWithoutAcks === undefined)}; as many bare ACKs as runs had in ${count(({ acks }) => acks.fewest <= acks.predicted && acks.predicted <= acks.most)}; client lengths in ${count((each) => each.clientLengthsEqual)}; flights in ` +
      `${count(({ flights }) => flights.real.join() === flights.predicted.join())}. Largest error of the first byte ` +
      `${worst(({ firstByte }) => firstByte, 'errorPercent')} (counting: ${worst(({ firstByte }) => firstByte, 'countingErrorPercent')}), of the total ` +
      `${worst(({ total }) => total, 'errorPercent')} (counting: ${worst(({ total }) => total, 'countingErrorPercent')}).`,
    ];
  };
  return [
    ...lines('Without losses', comparisons.filter(({ scenario }) => !scenario.lost)),
    ...lines('With losses', comparisons.filter(({ scenario }) => scenario.lost)),
  ];
}
