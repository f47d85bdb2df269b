import type { Exchange } from '../harness/exchange.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { tamperedSignature } from './support/hostile-sets.ts';
import { languagesOf, readsEnglish } from './support/languages.ts';
import { push, takesGoodSets } from './support/push.ts';
import { badRequests } from './support/refusals.ts';

/** Languages that are asked for alone, to find out which the Receiver has. */
const CANDIDATES = ['de', 'fr', 'es', 'ja', 'pt', 'zh'];

/** The language of `description` (RFC 8935 section 2.3), as Content-Language tells it. Its text is never judged. */
export const checks = [
  receiverCheck({
    id: 'error-language/english',
    title: 'Who asks for no language, or for one that is not there, gets a description in English.',
    requirements: ['RFC8935-2.3-08'],
    what: 'Pushes a hostile SET without Accept-Language and one that asks for Klingon. Content-Language names English, or a mixture; where it is missing, nothing is judged here.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      await badRequests(r);
      await takesGoodSets(r);
      let judged = 0;
      for (const asked of [null, 'tlh']) {
        const { languages, exchange } = await refuse(r, asked);
        if (languages.length === 0) continue;
        judged += 1;
        // Who does speak Klingon may answer in it.
        const holds = languages.some(readsEnglish) || (asked !== null && languages.includes(asked));
        r.expect(holds, 'RFC8935-2.3-08', {
          message: `A SET is refused in a language that was not asked for and is not English${asked === null ? '' : ` (Accept-Language: ${asked})`}.`,
          expected: 'Content-Language: en, or a variant of it',
          actual: languages.join(', '),
          exchange,
        });
      }
      if (judged === 0) return r.notTested('No refusal names its language.');
    },
  }),

  receiverCheck({
    id: 'error-language/accept-language',
    title: 'A Receiver with several languages answers in the one that Accept-Language prefers.',
    requirements: ['RFC8935-2.3-07'],
    what: 'Pushes hostile SETs that ask for several languages, one at a time. Each language that shows up is then asked for with different weights beside English. Who has one language only passes.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      await badRequests(r);
      await takesGoodSets(r);
      const spoken = new Set<string>();
      const answers = new Map<string, Awaited<ReturnType<typeof refuse>>>();
      for (const asked of ['en', ...CANDIDATES]) {
        const answer = await refuse(r, asked);
        for (const language of answer.languages) spoken.add(language);
        answers.set(asked, answer);
      }
      if (spoken.size === 0) return r.notTested('No refusal names its language.');
      const others = CANDIDATES.filter((language) => spoken.has(language));
      const expectLanguage = (
        asked: string,
        wanted: string,
        answer: Awaited<ReturnType<typeof refuse>>,
      ): boolean =>
        answer.languages.length === 0 ||
        r.expect(answer.languages.includes(wanted), 'RFC8935-2.3-07', {
          message: 'A SET is refused in another language than the preferred one, which the Receiver has.',
          expected: `Content-Language: ${wanted} for Accept-Language: ${asked}`,
          actual: answer.languages.join(', '),
          exchange: answer.exchange,
        });
      for (const wanted of spoken) {
        const answer = answers.get(wanted);
        if (spoken.size > 1 && answer !== undefined) expectLanguage(wanted, wanted, answer);
      }
      const [other] = others;
      if (other === undefined || !spoken.has('en')) return;
      for (const [asked, wanted] of [
        [`en;q=0.3, ${other}`, other],
        [`${other};q=0.3, en`, 'en'],
      ] as const) {
        if (!expectLanguage(asked, wanted, await refuse(r, asked))) return;
      }
    },
  }),
];

/** Pushes a SET with a broken signature and reads Content-Language of its refusal; none where it is no 400. */
async function refuse<R extends RequirementId>(
  r: ReceiverProbe<R>,
  acceptLanguage: string | null,
): Promise<{ languages: string[]; exchange: Exchange }> {
  const { compact } = await r.craft(tamperedSignature);
  const exchange = await push(r, { body: compact, headers: { 'accept-language': acceptLanguage } });
  const { status, headers } = exchange.response ?? {};
  return { languages: status === 400 ? languagesOf(headers?.['content-language']) : [], exchange };
}
