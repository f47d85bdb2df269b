import { eventsOf, eventTypesOf } from '../../set/events.ts';
import { isObject } from '../../set/subject.ts';
import type { Expectation, ScenarioFinding } from '../expectation.ts';
import { spoken } from '../okta-dialect.ts';
import type { Performance, WireSet } from '../performance.ts';
import { namesOf, spaces, subjectsOfEvent } from '../subject-match.ts';
import { conclude, limited } from './support/conclude.ts';
import { mayFollow } from './support/may-follow.ts';
import { reviewOf } from './support/review.ts';
import { storyNames } from './support/story-people.ts';
import { at, eventName, eventWords, evidence, setWords } from './support/words.ts';

/**
 * A target of one's own may have other users, and one incident may have consequences there that the story does not tell
 * of (who is at high risk is signed out, and that is another event). So only what contradicts the story counts: one of its
 * own event types about one of its own people, to whom nothing else had happened before. A mock has no life beside the story, so that there everything counts.
 */
export const nothingElse: Expectation = {
  name: 'nothing-else',
  side: 'transmitter',
  title: 'Nothing is sent about the people of the story that nothing called for.',
  what: 'Looks for events that no step of the story called for. Events about others, and of other types than those of the story, are only mentioned.',
  requirements: [],
  concerns: () => true,
  judge(performance, judge) {
    const { matched, untold } = reviewOf(performance);
    const story = storyOf(performance);
    const breaches: ScenarioFinding[] = [];
    const remarks: ScenarioFinding[] = [];
    for (const set of matched.unasked) {
      const types = eventTypesOf(set.parsed.claims ?? {});
      // What cannot be read is a matter of `set`.
      if (types.length === 0) continue;
      const subjects = types.flatMap((type) => subjectsOfEvent(set.parsed.claims ?? {}, type));
      const names = subjects.flatMap((one) => spaces(namesOf(one) ?? new Map()));
      const ofStory = names.some((name) => story.names.has(name));
      const finding = {
        message: `${setWords(set)} was not called for: ${types.map(eventName).join(', ')}, ${at(performance, set.attempts[0]?.atMs ?? 0)}.`,
        expected: 'no such event',
        actual: { types, subjects },
        ...evidence(set),
      };
      // A step that failed by its own account may have had its consequences all the same.
      const doubtful =
        names.some((name) => story.troubled.has(name)) ||
        isOlder(performance, set) ||
        types.every((type) => mayFollow(performance, set, type));
      const contradicts = ofStory && types.some((type) => story.types.has(type)) && !doubtful;
      if (contradicts || transmitterIsMock(performance)) breaches.push(finding);
      else remarks.push({ ...finding, hint: ofStory ? CONSEQUENCE : STRANGER });
    }
    for (const { set, of } of matched.beside) {
      (transmitterIsMock(performance) ? breaches : remarks).push({
        message: `${setWords(set)} says of the same person what ${of.set === null ? 'another SET' : setWords(of.set)} says: ${eventWords(of)}, ${at(performance, set.attempts[0]?.atMs ?? 0)}.`,
        expected: of.event.subject,
        actual: set.parsed.claims?.sub_id,
        hint: 'It is about another session or device; one SET for each of them is right.',
        ...evidence(set),
      });
    }
    limited(remarks.map(begun), (finding) => judge.notes(finding));
    conclude(
      judge,
      breaches.map(begun),
      untold.map(({ why }) => why),
    );
  },
};

/** With a capital at its beginning. */
function begun(finding: ScenarioFinding): ScenarioFinding {
  return { ...finding, message: finding.message.replace(/^t/, 'T') };
}

const CONSEQUENCE = 'It may be a consequence of what happened; the story does not tell of it.';
const STRANGER =
  'It is about nobody of the story, or from before it; a target with other users sends such events.';

function storyOf(performance: Performance) {
  const { steps, dialect } = performance;
  const events = steps.flatMap(({ step }) => step.event ?? []);
  return {
    types: new Set(events.map((event) => spoken(event, dialect).type)),
    names: storyNames(performance),
    troubled: storyNames({ steps: steps.filter(({ trouble }) => trouble !== null) }),
  };
}

/** What the SET tells of happened before the story began, as far as it says so itself. */
function isOlder({ epochMs, startedAtMs, limits }: Performance, { parsed }: WireSet): boolean {
  const times = [
    parsed.claims?.iat,
    ...eventsOf(parsed.claims ?? {}).map(([, event]) =>
      isObject(event) ? event.event_timestamp : undefined,
    ),
  ];
  const begin = (epochMs + startedAtMs - limits.clockSkew) / 1000;
  return times.some((time) => typeof time === 'number' && time < begin);
}

/** Both sides are judged only between two targets, and between two mocks. */
function transmitterIsMock({ judged, receiverIsMock }: Performance): boolean {
  return judged.transmitter && judged.receiver && receiverIsMock;
}
