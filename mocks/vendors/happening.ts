/** What happens in the world that a vendor's system watches: plain JSON. `user` is an e-mail address, times are ms since the epoch. */
export type Happening =
  | { kind: 'sign-in'; user: string; place: Place; at: number }
  /** Behaviour that raises the user's risk by one level. */
  | { kind: 'risk-event'; user: string; what: string; at: number }
  | { kind: 'risk-lowered'; user: string; to: 'low' | 'medium'; at: number }
  | { kind: 'device-report'; device: Device; posture: Posture; at: number }
  | { kind: 'sessions-revoked'; user: string; by: 'admin' | 'policy'; at: number }
  | { kind: 'credential-changed'; user: string; credential: string; change: string; at: number }
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

/** A device of somebody. */
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
  lastSeen: number;
}
