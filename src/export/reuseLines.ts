import type { PlannedRound } from '../model/requestPlan';

/** Steps that one reason spares, together: what they are, and the reason. */
export function groupedReuses({ reuses }: PlannedRound): readonly { readonly titles: readonly string[]; readonly reason: string }[] {
  const byReason = new Map<string, string[]>();
  for (const { title, reason } of reuses) byReason.set(reason, [...(byReason.get(reason) ?? []), title]);
  return [...byReason].map(([reason, titles]) => ({ titles: [...new Set(titles)], reason }));
}
