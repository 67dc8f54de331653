import type { CallCourse, FoundRequest, TextPosition, TextRange } from '../../model/request';
import type { LineIndex } from '../lineIndex';
import type { EmbeddedText } from './embeddedText';

/** Documents show code, and do not run it: how sure it is that a request in one is made. */
const SHOWN = 0.8;

/** A request of an embedded text as one of the text around it. `inner` and `outer` are the lines of both. */
export function moveRequest(found: FoundRequest, embedded: EmbeddedText, inner: LineIndex, outer: LineIndex, shown: boolean): FoundRequest {
  const position = (at: TextPosition): TextPosition => outer.positionAt(embedded.toOuter(inner.offsetAt(at)));
  const range = (of: TextRange): TextRange => ({ start: position(of.start), end: position(of.end) });
  const lineOf = (line: number): number => position({ line, character: 0 }).line;
  const whole = range(found.range);
  const course = found.course && movedCourse(found.course, position, range);
  return {
    ...found,
    range: whole,
    urlRange: range(found.urlRange),
    ...(course ? { course } : {}),
    request: {
      ...found.request,
      headers: found.request.headers.map((field) => (field.source.line === undefined || field.source.detail !== undefined ? field : { ...field, source: { ...field.source, line: lineOf(field.source.line) } })),
      location: { range: whole },
    },
    confidence: shown && found.kind === 'call' ? Math.round(found.confidence * SHOWN * 100) / 100 : found.confidence,
  };
}

function movedCourse(course: CallCourse, position: (at: TextPosition) => TextPosition, range: (of: TextRange) => TextRange): CallCourse {
  const { functionRange, together, clientMadeAt, needless } = course;
  return {
    ...course,
    ...(functionRange ? { functionRange: range(functionRange) } : {}),
    ...(together ? { together: range(together) } : {}),
    ...(clientMadeAt ? { clientMadeAt: position(clientMadeAt) } : {}),
    ...(needless ? { needless: needless.map((each) => ({ ...each, range: range(each.range) })) } : {}),
  };
}
