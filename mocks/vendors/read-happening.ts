import { isObject } from '../vocabulary/is-object.ts';
import { cities } from './cities.ts';
import type { Device, Happening, Place, Posture } from './happening.ts';

/**
 * A happening in few words: times may be left out (now), a place may be the name of a city (Berlin, London, New York,
 * San Francisco, São Paulo, Nairobi, Tokyo, Sydney), and of a posture only what is wrong with the device need be told.
 */
export type ToldHappening =
  | {
      kind: 'sign-in';
      user: string;
      place: string | (Pick<Place, 'city' | 'latitude' | 'longitude'> & Partial<Place>);
      at?: number;
    }
  | { kind: 'risk-event'; user: string; what: string; at?: number }
  | { kind: 'risk-lowered'; user: string; to: 'low' | 'medium'; at?: number }
  | {
      kind: 'device-report';
      device: Pick<Device, 'id' | 'owner'> & Partial<Device>;
      posture?: Partial<Posture>;
      at?: number;
    }
  | { kind: 'sessions-revoked'; user: string; by: 'admin' | 'policy'; at?: number }
  | { kind: 'credential-changed'; user: string; credential: string; change: string; at?: number }
  | { kind: 'other'; user: string; what: string; at?: number };

type Fields = Record<string, unknown>;

/**
 * A happening as somebody types it: `at` may be left out (now), a place may be the name of a city, and of a posture only
 * what is wrong with the device need be told. `now` is in ms since the epoch. Throws a RangeError that says what is amiss.
 */
export function readHappening(value: unknown, now: number): Happening {
  if (!isObject(value)) throw new RangeError('A happening is a JSON object.');
  const { kind } = value;
  const at = value.at === undefined ? now : number(value, 'at');
  const user = (): string => text(value, 'user');
  switch (kind) {
    case 'sign-in':
      return { kind, user: user(), place: readPlace(value.place), at };
    case 'risk-event':
    case 'other':
      return { kind, user: user(), what: text(value, 'what'), at };
    case 'risk-lowered':
      return { kind, user: user(), to: oneOf(value, 'to', ['low', 'medium'] as const), at };
    case 'device-report':
      return { kind, device: readDevice(value.device), posture: readPosture(value.posture, at), at };
    case 'sessions-revoked':
      return { kind, user: user(), by: oneOf(value, 'by', ['admin', 'policy'] as const), at };
    case 'credential-changed':
      return { kind, user: user(), credential: text(value, 'credential'), change: text(value, 'change'), at };
    default:
      throw new RangeError(
        'kind must be one of sign-in, risk-event, risk-lowered, device-report, sessions-revoked, credential-changed, other.',
      );
  }
}

function readPlace(value: unknown): Place {
  if (typeof value === 'string') {
    const known = cities.get(value.toLowerCase());
    if (known) return known;
    const names = [...cities.values()].map(({ city }) => city).join(', ');
    throw new RangeError(`place must be one of ${names}, or an object with city, latitude and longitude.`);
  }
  if (!isObject(value)) throw new RangeError('place is missing: the name of a city, or an object.');
  return {
    city: text(value, 'city'),
    country: value.country === undefined ? 'ZZ' : text(value, 'country'),
    latitude: number(value, 'latitude'),
    longitude: number(value, 'longitude'),
    ip: value.ip === undefined ? '192.0.2.1' : text(value, 'ip'),
  };
}

function readDevice(value: unknown): Device {
  if (!isObject(value)) throw new RangeError('device is missing: an object with id and owner.');
  const id = text(value, 'id');
  return {
    id,
    name: value.name === undefined ? id : text(value, 'name'),
    platform: value.platform === undefined ? 'unknown' : text(value, 'platform'),
    owner: text(value, 'owner'),
  };
}

/** What is not told is in order. */
function readPosture(value: unknown, at: number): Posture {
  const told = value === undefined ? {} : value;
  if (!isObject(told)) throw new RangeError('posture must be an object.');
  return {
    passcode: told.passcode === undefined ? true : boolean(told, 'passcode'),
    encrypted: told.encrypted === undefined ? true : boolean(told, 'encrypted'),
    osVersion: told.osVersion === undefined ? '999' : text(told, 'osVersion'),
    compromised: told.compromised === undefined ? false : boolean(told, 'compromised'),
    lastSeen: told.lastSeen === undefined ? at : number(told, 'lastSeen'),
  };
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new RangeError(`${name} must be a string that is not empty.`);
}

function number(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(`${name} must be a number.`);
}

function boolean(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value === 'boolean') return value;
  throw new RangeError(`${name} must be true or false.`);
}

function oneOf<T extends string>(fields: Fields, name: string, values: readonly T[]): T {
  const value = values.find((one) => one === fields[name]);
  if (value !== undefined) return value;
  throw new RangeError(`${name} must be one of ${values.join(', ')}.`);
}
