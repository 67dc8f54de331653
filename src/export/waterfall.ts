import type { PlannedRequest, RequestPlan } from '../model/requestPlan';

/** What stands for the time before the first octet of the response, for that after it, and for neither. */
const WAITING = '▒';
const RECEIVING = '█';
const NOTHING = '·';

/** A bar of `width` characters for each request: where in the whole plan it waits for its response, and where it receives it. */
export function waterfall({ rounds, totalMs }: Pick<RequestPlan, 'rounds' | 'totalMs'>, width: number): readonly { readonly request: PlannedRequest; readonly bar: string }[] {
  const columnOf = (ms: number): number => (totalMs <= 0 ? 0 : Math.min(width - 1, Math.floor((ms / totalMs) * width)));
  return rounds.flatMap(({ requests }) => requests).map((request) => {
    const { startMs, firstByteMs = request.endMs, endMs } = request;
    const [from, first, to] = [columnOf(startMs), columnOf(firstByteMs), columnOf(endMs)];
    const bar = Array.from({ length: width }, (_, column) => (column < from || column > to ? NOTHING : column < first ? WAITING : RECEIVING)).join('');
    return { request, bar };
  });
}
