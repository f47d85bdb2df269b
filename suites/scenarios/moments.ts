import type { LedgerEntry, Moment } from '../../reports/results.ts';
import { eventsOf } from '../set/events.ts';
import { isObject, type JsonObject } from '../set/subject.ts';
import { type CausedEffect, calls, causesOf } from './effect-match.ts';
import { actedAt } from './ledger/acted.ts';
import { rounded } from './ledger/durations.ts';
import { type Called, clipped, shortSubject, userName } from './ledger/subject-words.ts';
import { type Match, type Matched, matchEvents } from './match.ts';
import { spoken } from './okta-dialect.ts';
import type { Attempt, Performance, PlayedStep, WireSet } from './performance.ts';
import { isAccepted } from './progress.ts';

/** Moments that are kept: the first ones, and of the rest those that are not as the story wants. */
const FIRST = 60;
const WRONG = 20;
/** Characters that are shown of a message. */
const LONGEST = 300;

/**
 * What was seen while a scenario was played, in order of time, for its picture. `entries` is the ledger's; those of other
 * performances are passed over.
 */
export function momentsOf(
  performance: Performance,
  entries: readonly LedgerEntry[],
): { moments: Moment[]; leftOut: number } {
  const all = new Picture(performance, entries).moments();
  const later = all.slice(FIRST).filter(({ right }) => !right);
  const moments = [...all.slice(0, FIRST), ...later.slice(0, WRONG)];
  return { moments, leftOut: all.length - moments.length };
}

class Picture {
  readonly #performance: Performance;
  readonly #matched: Matched;
  readonly #bySet: Map<number, LedgerEntry>;
  readonly #byStep: Map<string | null, LedgerEntry>;
  readonly #called: Called;

  constructor(performance: Performance, entries: readonly LedgerEntry[]) {
    this.#performance = performance;
    this.#matched = matchEvents(performance);
    const own = entries.filter(
      ({ scenario, delivery }) => scenario === performance.scenario.name && delivery === performance.delivery,
    );
    this.#bySet = new Map(own.flatMap((entry) => (entry.set === null ? [] : [[entry.set, entry]])));
    this.#byStep = new Map(own.map((entry) => [entry.step, entry]));
    this.#called = calledIn(performance);
  }

  moments(): Moment[] {
    const { steps, sets, effects } = this.#performance;
    const caused = causesOf(effects ?? [], this.#matched.matches);
    const all = [
      ...steps.flatMap((played) => this.#told(played)),
      ...sets.flatMap((set) => this.#crossed(set)),
      ...caused.map((effect) => this.#acted(effect)),
      ...this.#matched.matches.flatMap((match) => [...this.#lost(match), ...this.#idle(match, caused)]),
    ];
    // Of what was at the same time, what was seen first in a story stays first.
    return all
      .toSorted((a, b) => a.atMs - b.atMs)
      .map((moment) => ({ ...moment, atMs: rounded(moment.atMs) }));
  }

  #told({ step, happenedAtMs, trouble }: PlayedStep): Moment[] {
    if (happenedAtMs === null) return [];
    const text =
      trouble === null ? step.text : `${step.text} It could not be told: ${clipped(trouble, LONGEST)}`;
    const right = trouble === null;
    return [
      { atMs: happenedAtMs, kind: 'told', from: 'operator', to: 'transmitter', text, right, step: step.id },
    ];
  }

  /** Each attempt to deliver a SET, and its answer. A SET is right once: to be told twice is none of the story. */
  #crossed(set: WireSet): Moment[] {
    const match = this.#matched.matches.find((one) => one.set === set);
    const repeated = this.#matched.again.find((one) => one.set === set)?.of;
    const step = (match ?? repeated)?.played.step.id ?? null;
    const entry = this.#bySet.get(set.id) ?? this.#byStep.get(step ?? '');
    const wanted = match?.how === 'exact' && entry?.outOfOrder !== true;
    const ids = { set: set.id, ...(entry === undefined ? {} : { entry: entry.id }) };
    const text = this.#of(set.parsed.claims?.sub_id, eventWords(set));
    const takenAtMs = set.attempts.find(({ status }) => isAccepted(status))?.answeredAtMs ?? Infinity;
    return set.attempts.flatMap((attempt): Moment[] => {
      const right = wanted && attempt.atMs <= takenAtMs;
      const { atMs, exchange } = attempt;
      return [
        {
          atMs,
          kind: 'sent',
          from: 'transmitter',
          to: 'receiver',
          text: repeated !== undefined || right !== wanted ? `${text}, again` : text,
          right,
          step,
          exchange,
          ...ids,
        },
        ...this.#answered(set, attempt, wanted, step),
      ];
    });
  }

  /** A refusal of what the story wants is not right. */
  #answered(set: WireSet, attempt: Attempt, wanted: boolean, step: string | null): Moment[] {
    const { answeredAtMs, status, err, exchange } = attempt;
    if (answeredAtMs === null) return [];
    const accepted = isAccepted(status);
    const push = status === null ? 'no answer' : String(status);
    const how = set.delivery === 'push' ? push : accepted ? 'acknowledged' : 'refused';
    return [
      {
        atMs: answeredAtMs,
        kind: 'answered',
        from: 'receiver',
        to: 'transmitter',
        text: err === null ? how : `${how} ${clipped(err, WORD)}`,
        right: accepted || !wanted,
        step,
        exchange,
      },
    ];
  }

  /**
   * What no event calls for is not wrong as long as it does no harm: not to somebody else, nothing that is to be spared, and
   * only because of the story. What follows a SET about somebody else is not what the story wants, whoever is to blame.
   */
  #acted({ seen, match, about }: CausedEffect): Moment {
    const { action, subject } = seen.effect;
    const spared = match?.event.spares.some((one) => one === action) ?? true;
    const astray = about === 'other' || match?.how === 'other-subject';
    const right = !astray && (!spared || (match !== null && calls(match, action)));
    const entry = match === null ? undefined : this.#entryOf(match);
    return {
      atMs: actedAt(seen, match?.set.attempts[0]?.atMs ?? -Infinity, this.#performance).ms,
      kind: 'acted',
      from: 'receiver',
      to: 'receiver',
      text: this.#of(subject, clipped(action, WORD)),
      right,
      step: match?.played.step.id ?? null,
      ...(entry === undefined ? {} : { entry: entry.id }),
    };
  }

  /** An event that did not come: at the time when it was given up. */
  #lost(match: Match): Moment[] {
    const entry = this.#entryOf(match);
    if (entry?.lost !== true) return [];
    const { limits, endedAtMs, dialect } = this.#performance;
    const { type, event } = spoken(match.event, dialect);
    const atMs = Math.min(endedAtMs, (match.played.toldAtMs ?? endedAtMs) + limits.delivery);
    const text = this.#of(match.event.subject, words(type, event));
    return [{ ...absence('transmitter', match), atMs, text, entry: entry.id }];
  }

  /** An action that did not follow an event, although there was time for it. */
  #idle(match: Match, caused: readonly CausedEffect[]): Moment[] {
    const { limits, endedAtMs, cutShort, effects, effectsTrouble } = this.#performance;
    const { event, set, how } = match;
    const came = set?.attempts[0];
    if (came === undefined || how === 'other-subject' || event.acts.length === 0) return [];
    if (effects === null || effectsTrouble !== null) return [];
    const followed = caused.some(
      (one) => one.match === match && one.about !== 'other' && calls(match, one.seen.effect.action),
    );
    const dueAtMs = (came.answeredAtMs ?? came.atMs) + limits.effect;
    if (followed || (cutShort !== null && endedAtMs < dueAtMs)) return [];
    const entry = this.#entryOf(match);
    return [
      {
        ...absence('receiver', match),
        atMs: Math.min(endedAtMs, dueAtMs),
        text: this.#of(event.subject, event.acts.join(' or ')),
        ...(entry === undefined ? {} : { entry: entry.id }),
      },
    ];
  }

  /** Who first, so that it is seen wherever the text is cut. */
  #of(subject: unknown, what: string): string {
    return `${shortSubject(subject, this.#called)} · ${what}`;
  }

  #entryOf({ played }: Match): LedgerEntry | undefined {
    return this.#byStep.get(played.step.id);
  }
}

function absence(
  from: 'transmitter' | 'receiver',
  { played }: Match,
): Pick<Moment, 'kind' | 'from' | 'to' | 'right' | 'step'> {
  return { kind: 'missing', from, to: 'receiver', right: false, step: played.step.id };
}

function eventWords({ parsed }: WireSet): string {
  const [first, ...more] = eventsOf(parsed.claims ?? {});
  if (first === undefined) return 'a SET without events';
  const [type, event] = first;
  return words(type, isObject(event) ? event : {}) + (more.length === 0 ? '' : ` and ${more.length} more`);
}

/** Claims of events that say in a word what happened (CAEP 3.2, 3.3, 3.5, 3.8), and how long a word is. */
const TELLING = ['change_type', 'credential_type', 'current_level', 'current_status'];
const WORD = 32;

/** `risk-level-change HIGH`. */
function words(type: string, event: JsonObject): string {
  const telling = TELLING.map((name) => event[name]).filter(
    (value): value is string => typeof value === 'string' && value.length <= WORD,
  );
  return [clipped(type.slice(type.lastIndexOf('/') + 1), 2 * WORD), ...telling].join(' ');
}

/** The names of the people and devices of a story; a name that two of them have tells neither from the other. */
function calledIn({ steps }: Performance): Called {
  const byOne = new Map<string, { name: string; ids: string[] }>();
  for (const { step } of steps) {
    const { event, happening } = step;
    if (event?.name !== undefined)
      byOne.set(event.about, {
        name: event.name,
        ids: [event.about, userName(event.subject) ?? event.about],
      });
    if (happening.kind === 'device-report') {
      const { id, name } = happening.device;
      byOne.set(id, { name, ids: [id] });
    }
  }
  const all = [...byOne.values()];
  const own = all.filter(({ name }) => all.filter((one) => one.name === name).length === 1);
  return new Map(own.flatMap(({ name, ids }) => ids.map((id) => [id.toLowerCase(), name])));
}
