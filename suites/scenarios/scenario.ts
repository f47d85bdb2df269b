import type { JsonObject } from '../set/subject.ts';
import type { Device, Happening, Place } from './happening.ts';

/** What a Receiver does to somebody. The words that scenarios know; a target's own words are mapped to them (`receiver.actions`). */
export const ACTIONS = [
  'end-sessions',
  'reauthenticate',
  'run-workflow',
  'set-risk-level',
  'shut-out-device',
  'admit-device',
  'disable-account',
  'enable-account',
  'require-credential-change',
  'replace-token-claims',
  'note',
] as const;
/** A word for what a Receiver does: `end-sessions`, `reauthenticate`, `disable-account` ... */
export type Action = (typeof ACTIONS)[number];

/** Whom a story is told of. */
export interface Person {
  name: string;
  email: string;
  groups: string[];
  /** How the Transmitter names this person; absent: by `email`. */
  subject?: Readonly<JsonObject>;
}

/** Whom a story is told of; the same under the same seed. */
export interface People {
  /** People of the story, in order; as many as `Scenario.needs.users`. */
  users: Person[];
  devices: Device[];
  /** Two cities on different continents. */
  places: Place[];
  /** ms since the epoch at which the story begins. */
  now: number;
}

/** The event that a step must bring. */
export interface ExpectedEvent {
  /** Event type URI of CAEP or RISC. */
  type: string;
  /** E-mail address of the person whom it is about. */
  about: string;
  /** Their name, as the story tells it; absent: it tells none. */
  name?: string;
  /** Subject identifier that is wished for. */
  subject: JsonObject;
  /** Claims that are wished for. */
  event: JsonObject;
  /** Names of claims in `event` that the event must have, with these values. */
  must: readonly string[];
  /** Names of claims in `event` that the event may leave out, but must have with these values if it has them. */
  mustIfThere: readonly string[];
  /** What a Receiver must do about it: one of these, to this person or device. Empty: nothing is called for. */
  acts: readonly Action[];
  /** What other Receivers than the mock of the story may do instead, and be right, too. */
  alsoRight: readonly Action[];
  /** What it must not do because of it. */
  spares: readonly Action[];
  /** When other Receivers than the mock of the story may be right to do nothing that shows; absent: never. */
  needNot?: NeedNot;
}

/** Empty: whatever they did before. */
export interface NeedNot {
  /** Unless they did this to the same person or device before: it is to be undone. */
  unlessDone?: Action;
  /** If they did one of these before: nothing is left to do. */
  ifDone?: readonly Action[];
}

/** One thing that happens. */
export interface Step {
  /** Unique in the scenario, kebab-case. */
  id: string;
  /** What happens, one sentence in the present: "Anna Lee signs in from Tokyo, 9 minutes after Berlin." */
  text: string;
  /** What an operator without a trigger is asked to do: "Let anna@example.com sign in from Tokyo (JP)." */
  ask: string;
  happening: Happening;
  /** Null: the step is only the ground for a later one, and must bring none. */
  event: ExpectedEvent | null;
}

/** Systems that play a side where no target does. */
export type TransmitterMock = 'cloudflare-one' | 'omnissa-ws1' | 'okta-itp' | 'identity-provider';
/** Who plays the Receiver where no target does. */
export type ReceiverMock = 'okta-itp' | 'omnissa-access' | 'relying-party';

/** One rule of an entity risk policy; the first that matches wins. */
export interface PolicyRule {
  name: string;
  /** Only for members of one of these groups; absent: for everybody. */
  groups?: readonly string[];
  /** What was detected: `impossible-travel`, `device-non-compliance`, ...; absent: anything. */
  detection?: string;
  /** The new level of risk; absent: any. */
  level?: 'low' | 'medium' | 'high';
  action: 'universal-logout' | 'run-workflow' | 'no-further-action';
}

/** A story of events in order, and what each side must do: data. */
export interface Scenario {
  /** kebab-case, stable. */
  name: string;
  title: string;
  /** Two or three sentences: what the story is and why it matters. */
  story: string;
  cast: { transmitter: TransmitterMock; receiver: ReceiverMock; policy?: readonly PolicyRule[] };
  /** How many of whom the script needs. */
  needs: { users: number; devices: number };
  script(people: People): readonly Step[];
  /** All steps are told spread over so many ms, none waits for the end of another (but for those about the same user). Absent: one step after the other. */
  together?: { overMs: number };
}
