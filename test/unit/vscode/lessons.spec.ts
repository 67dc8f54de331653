import './localizationStandIn';
import assert from 'node:assert/strict';
import type { Request } from '../../../src/model/request';
import { Predictor } from '../../../src/vscode/predictor';
import type { Lesson, LessonMaterial, LessonQuestion } from '../../../src/vscode/walkthrough/lesson';
import { openingAWebsite } from '../../../src/vscode/walkthrough/openingAWebsite';
import { theSecondTime } from '../../../src/vscode/walkthrough/theSecondTime';

const predictor = new Predictor({ client: 'curl-7.88', conditions: {} });

function material(url: string): LessonMaterial {
  const request: Request = { url, method: 'GET', headers: [], unknownParts: [] };
  return { ...predictor.twice(request, 'frames'), source: undefined, whatIf: (settings) => predictor.once(request, settings, 'frames') };
}

function questionOf(lesson: Lesson, about: LessonMaterial, pageId: string): LessonQuestion {
  const question = lesson.pages(about).find(({ id }) => id === pageId)?.question;
  assert.ok(question, pageId);
  return question;
}

/** What the right options are about. */
const rightOptions = ({ options }: LessonQuestion): readonly string[] => options.filter(({ isRight }) => isRight).map(({ label }) => label);

describe('Lessons', () => {
  // RFC 9293 §3.5: one round trip; RFC 8446 §2: one; RFC 1034: one to a resolver that knows; HTTP: one.
  const ROUND_TRIPS = [['https://www.example.com/', 4], ['http://www.example.com/', 3], ['http://192.0.2.7/', 2]] as const;
  for (const [url, expected] of ROUND_TRIPS) {
    it(`expect ${expected} round trips for the first ${url}`, () => {
      const label = `${expected} round trips`;
      assert.deepEqual(rightOptions(questionOf(openingAWebsite(), material(url), 'round-trips')), [label]);
    });
  }

  it('know what comes before an HTTPS request, and that the answer does not', () => {
    const right = rightOptions(questionOf(openingAWebsite(), material('https://www.example.com/'), 'order'));
    assert.equal(right.length, 4);
    for (const part of ['hardware address', 'Find the address of www.example.com', 'TCP connection', 'certificate']) {
      assert.ok(right.some((label) => label.includes(part)), part);
    }
  });

  it('skip the second time what the first one left behind, and not the request', () => {
    const { options } = questionOf(theSecondTime(), material('https://www.example.com/'), 'guess');
    const stays = options.filter(({ isRight }) => !isRight).map(({ label }) => label);
    assert.deepEqual(stays, ['Send GET /', 'Receive 200 OK']);
    for (const { why } of options) assert.notEqual(why, '');
  });

  it('cost TCP, TLS and the request again when only the connection was closed', () => {
    assert.deepEqual(rightOptions(questionOf(theSecondTime(), material('https://www.example.com/'), 'closed-connection')), ['3 round trips']);
  });

  it('have pages whose ids are unique and whose text holds no other Markdown than ours', () => {
    for (const lesson of [openingAWebsite(), theSecondTime()]) {
      const pages = lesson.pages(material('https://www.example.com/[c](command:x)/<b>?a=%00'));
      assert.equal(new Set(pages.map(({ id }) => id)).size, pages.length);
      for (const { body } of pages) assert.doesNotMatch(body, /\]\(|<|https?:/);
    }
  });

  it('mask secrets', () => {
    for (const lesson of [openingAWebsite(), theSecondTime()]) {
      const text = JSON.stringify(lesson.pages(material('https://user:hunter2secret@www.example.com/?access_token=s3crettoken99')));
      assert.doesNotMatch(text, /hunter2|s3crettoken/);
    }
  });
});
