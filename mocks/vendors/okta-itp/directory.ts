import { createHash } from 'node:crypto';
import { isObject } from '../../vocabulary/is-object.ts';
import { COMPLEX } from '../../vocabulary/subject-formats.ts';
import type { VendorPerson } from '../vendor.ts';
import { RiskProfile } from './risk-profile.ts';

/** An application behind the org's sign-in, and how far it supports universal logout. */
export interface App {
  name: string;
  /** `partial`: its tokens are revoked, but open sessions live on until they are renewed. */
  logout: 'full' | 'partial';
}

/** Those of the article on Okta and Omnissa. */
export const apps: readonly App[] = [
  { name: 'Salesforce', logout: 'full' },
  { name: 'Google Workspace', logout: 'full' },
  { name: 'Microsoft Office 365', logout: 'partial' },
];

/** Somebody whom Okta knows, and how it stands with them. */
export interface User {
  /** As Okta has them: `00u` and 17 characters. */
  id: string;
  name: string;
  /** E-mail address, or whatever else the subject of an event named the user by. */
  login: string;
  groups: readonly string[];
  status: 'ACTIVE' | 'SUSPENDED';
  risk: RiskProfile;
  /** Ids of Okta sessions. */
  sessions: string[];
  /** Names of applications with an open session. */
  apps: string[];
  /** Devices of the user that are not admitted. */
  shutOut: Set<string>;
}

/** The people of the org. */
export class Directory {
  readonly #users = new Map<string, User>();
  readonly #ids = new Map<string, User>();
  /** Login by device. */
  readonly #owners = new Map<string, string>();
  #sessions = 0;

  constructor(people: readonly VendorPerson[] = [], devices: readonly { id: string; owner: string }[] = []) {
    for (const { name, email, groups } of people) this.signIn(this.#add(email, name, groups));
    for (const { id, owner } of devices) this.#owners.set(id, owner);
  }

  /** In the order in which they came. */
  users(): readonly User[] {
    return [...this.#users.values()];
  }

  byId(id: string): User | undefined {
    return this.#ids.get(id);
  }

  /** The user of this login; a stranger is let in at once, with a session, as if signed in through a federation. */
  byLogin(login: string): User {
    const known = this.#users.get(login.toLowerCase());
    if (known) return known;
    const user = this.#add(login, login, []);
    this.signIn(user);
    return user;
  }

  /** Login and device that a subject names, whether they are known or not. */
  named(subject: Record<string, unknown>): { login: string | null; device: string | null } {
    return { login: this.#loginOf(subject)?.toLowerCase() ?? null, device: deviceOf(subject) };
  }

  /** Whom a subject is about: `user` of a complex one, or a simple one that names a person; null when that is nobody. */
  find(subject: Record<string, unknown>): User | null {
    const login = this.#loginOf(subject);
    const device = deviceOf(subject);
    const found = login ?? (device === null ? undefined : this.#owners.get(device));
    if (found === undefined || found === null) return null;
    const user = this.byLogin(found);
    if (device !== null) this.#owners.set(device, user.login);
    return user;
  }

  /** A new Okta session, and one in every application. */
  signIn(user: User): void {
    this.#sessions += 1;
    user.sessions.push(`102${digest(`${user.login} ${this.#sessions}`, 22)}`);
    user.apps = apps.map(({ name }) => name);
  }

  rename(user: User, login: string): void {
    this.#users.delete(user.login.toLowerCase());
    user.login = login;
    this.#users.set(login.toLowerCase(), user);
  }

  #add(login: string, name: string, groups: readonly string[]): User {
    const user: User = {
      id: `00u${digest(login.toLowerCase(), 17)}`,
      name,
      login,
      groups,
      status: 'ACTIVE',
      risk: new RiskProfile(),
      sessions: [],
      apps: [],
      shutOut: new Set(),
    };
    this.#users.set(login.toLowerCase(), user);
    this.#ids.set(user.id, user);
    return user;
  }

  #loginOf(subject: Record<string, unknown>): string | null {
    // Okta's subjects have members `user` and `device` and no format.
    if (subject.format === undefined || subject.format === COMPLEX) {
      return isObject(subject.user) ? this.#loginOf(subject.user) : null;
    }
    const names = namesOf(subject);
    const known = (name: string): boolean =>
      this.#users.has(name.toLowerCase()) || this.byId(name) !== undefined;
    const name = names.find(known) ?? names[0];
    if (name === undefined) return null;
    return this.byId(name)?.login ?? name;
  }
}

/** Id of the device that a subject is about, if it is. */
export function deviceOf(subject: Record<string, unknown>): string | null {
  return isObject(subject.device) ? (namesOf(subject.device)[0] ?? null) : null;
}

/** By what names a simple subject may be known (RFC 9493); none for one that is no person and no thing, as a token. */
function namesOf(subject: Record<string, unknown>): string[] {
  const { format, email, uri, sub, id, phone_number: phone, url, identifiers } = subject;
  if (format === 'aliases') {
    return Array.isArray(identifiers) ? identifiers.filter(isObject).flatMap(namesOf) : [];
  }
  const account = typeof uri === 'string' ? uri.replace(/^(?:acct|mailto):/, '') : undefined;
  const member = { email, account, iss_sub: sub, opaque: id, phone_number: phone, did: url, uri: account };
  const name = Object.entries(member).find(([key]) => key === format)?.[1];
  return typeof name === 'string' && name !== '' ? [name] : [];
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').replace(/[-_]/g, '0').slice(0, length);
}
