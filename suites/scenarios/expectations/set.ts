import { judgeTokenIds } from '../../set/feed-rules.ts';
import { isObject } from '../../set/subject.ts';
import { wholeSetRequirements, wholeSetRequirementsOf } from '../../set/whole-set.ts';
import type { Expectation } from '../expectation.ts';
import type { Scenario } from '../scenario.ts';
import { reviewOf } from './support/review.ts';
import { eventsOfScenario } from './support/script.ts';
import { oktaViolations, setViolations } from './support/set-violations.ts';
import { reportViolations, type SeenViolation } from './support/violations.ts';

/** Rows of what is compared between SETs. */
const OF_SEVERAL = ['RFC8417-2.2-04', 'RFC7519-4.1.7-01'] as const;
/** Rows of how they are pushed. */
const OF_PUSHES = ['SSF-6.1.1-06', 'RFC8935-2.1-02'] as const;

export const set: Expectation = {
  name: 'set',
  side: 'transmitter',
  title: 'Every SET of the story is right in every part.',
  what: 'Judges form, header, claims, issuer, audience, subject and event schema of each SET that crossed the wire, by the rules of the standards; towards Okta by its documented contract, too.',
  requirements: [...new Set([...wholeSetRequirements, ...OF_SEVERAL, ...OF_PUSHES])],
  decides: (scenario) => [
    ...new Set([...wholeSetRequirementsOf(typesOf(scenario), formatsOf(scenario)), ...OF_SEVERAL]),
  ],
  concerns: () => true,
  judge(performance, judge) {
    const { sets } = performance;
    const feed = sets.map(({ parsed }) => ({ claims: parsed.claims, streamId: null }));
    const seen: SeenViolation[] = [
      ...sets.flatMap((one) => [
        ...setViolations(performance, one).map((violation) => ({ violation, set: one })),
        ...oktaViolations(performance, one).map((violation) => ({ violation, set: one })),
      ]),
      ...judgeTokenIds(feed).flatMap(({ index, ...violation }) => {
        const one = sets[index];
        return one === undefined ? [] : [{ violation, set: one }];
      }),
    ];
    reportViolations(judge, seen);
    if (sets.length === 0) judge.notTested(noSet(reviewOf(performance).untold));
    const unread = sets.filter(({ parsed }) => parsed.claims === null && parsed.parts === 5);
    if (unread.length > 0) {
      judge.notTested(`${unread.length} SETs are encrypted, so that nothing but their form can be judged.`);
    }
  },
};

function typesOf(scenario: Scenario): string[] {
  return eventsOfScenario(scenario).map(({ type }) => type);
}

/** The formats that the subjects of a scenario are wished to have. */
function formatsOf(scenario: Scenario): string[] {
  return eventsOfScenario(scenario)
    .flatMap(({ subject }) => [subject, ...Object.values(subject)])
    .flatMap((value) => (isObject(value) && typeof value.format === 'string' ? [value.format] : []));
}

/** Why there is nothing to judge. */
export function noSet(untold: readonly { why: string }[]): string {
  return untold[0] === undefined ? 'No SET crossed the wire.' : `No SET crossed the wire. ${untold[0].why}`;
}
