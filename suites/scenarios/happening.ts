/**
 * What happens in a story, as the Transmitter's side is told of it: plain JSON, handed to a mock vendor or to the trigger
 * of a target. `user` is an e-mail address; times are ms since the epoch.
 */
export type Happening =
  | { kind: 'sign-in'; user: string; place: Place; at: number }
  /** Behaviour that raises the user's risk by one level. */
  | { kind: 'risk-event'; user: string; what: string; at: number }
  /** The risk has passed: one level down, or back to the lowest. */
  | { kind: 'risk-lowered'; user: string; to: 'low' | 'medium'; at: number }
  /** What the agent on a device reports of it. */
  | { kind: 'device-report'; device: Device; posture: Posture; at: number }
  /** An administrator, or a policy, ends all sessions of a user. */
  | { kind: 'sessions-revoked'; user: string; by: 'admin' | 'policy'; at: number }
  | { kind: 'credential-changed'; user: string; credential: string; change: string; at: number }
  /** Anything else; the event that it causes says what. */
  | { kind: 'other'; user: string; what: string; at: number };

/** Where somebody signs in from. */
export interface Place {
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  latitude: number;
  longitude: number;
  ip: string;
}

/** A device of a story. */
export interface Device {
  id: string;
  name: string;
  platform: string;
  /** E-mail address. */
  owner: string;
}

/** What compliance policies look at. */
export interface Posture {
  passcode: boolean;
  encrypted: boolean;
  osVersion: string;
  compromised: boolean;
  /** ms since the epoch. */
  lastSeen: number;
}
