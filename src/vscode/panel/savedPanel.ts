import * as v from 'valibot';
import { conditionSettingsSchema } from '../../messages';
import { makeConditions } from '../../model/conditions';
import type { ConditionSettings } from '../../model/conditions';
import { PROVENANCE_KINDS } from '../../model/provenance';
import type { Request } from '../../model/request';

/** What a panel needs to come back after a reload. The page writes it with `setState`; anyone can have edited it since. */
export interface SavedPanel {
  readonly request: Request;
  readonly settings: ConditionSettings;
}

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fff_ffff));
const position = v.object({ line: whole, character: whole });

const savedPanelSchema = v.object({
  version: v.literal(1),
  request: v.object({
    url: v.pipe(text(65_536), v.nonEmpty()),
    typed: v.exactOptional(text(8192)),
    method: v.pipe(text(64), v.regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)),
    headers: v.pipe(
      v.array(
        v.object({
          name: text(1024),
          value: text(65_536),
          source: v.object({ kind: v.picklist(PROVENANCE_KINDS), detail: v.exactOptional(text(1024)), line: v.exactOptional(whole) }),
        }),
      ),
      v.maxLength(200),
    ),
    body: v.exactOptional(
      v.object({ text: v.exactOptional(text(1_048_576)), lengthBytes: v.exactOptional(whole), mediaType: v.exactOptional(text(1024)) }),
    ),
    unknownParts: v.pipe(v.array(text(1024)), v.maxLength(200)),
    client: v.exactOptional(text(128)),
    nearestClient: v.exactOptional(text(128)),
    likelyClient: v.exactOptional(text(128)),
    likelyFrom: v.exactOptional(text(1024)),
    clientVersion: v.exactOptional(v.object({ version: text(128), exact: v.boolean(), file: text(1024) })),
    importedFrom: v.exactOptional(v.pipe(v.array(text(1024)), v.maxLength(20))),
    timeoutMs: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
    location: v.exactOptional(v.object({ file: v.exactOptional(text(8192)), range: v.object({ start: position, end: position }) })),
  }),
  settings: conditionSettingsSchema,
});

/** A saved state that can be used, or undefined: then the panel begins empty. Never throws. */
export function parseSavedPanel(raw: unknown): SavedPanel | undefined {
  const result = v.safeParse(savedPanelSchema, raw, { abortEarly: true });
  if (!result.success) return undefined;
  const { request, settings } = result.output;
  try {
    makeConditions(settings);
  } catch {
    return undefined;
  }
  return { request, settings };
}
