import type { Effect } from '../../receiver/seams.ts';
import type { VendorPerson } from '../vendor.ts';

/** A user of Access. */
export interface AccessUser {
  name: string;
  /** E-mail address. */
  email: string;
  groups: readonly string[];
  session: 'open' | 'ended' | 're-authentication';
  /** Last action that concerned the user, and when (ISO 8601). */
  last: { action: string; at: string } | null;
}

/** The users of Access; who is not known before comes in by the first event about them. */
export class AccessUsers {
  readonly #users = new Map<string, AccessUser>();

  constructor(people: readonly VendorPerson[] = []) {
    for (const person of people) this.#add(person);
  }

  all(): readonly AccessUser[] {
    return [...this.#users.values()];
  }

  /** Does to a user what an event calls for; null: it is about nobody known by an address. */
  enforce(email: string | null, effects: readonly Effect[]): void {
    if (email === null) return;
    const user = this.#users.get(email.toLowerCase()) ?? this.#add({ name: email, email, groups: [] });
    for (const { action, at } of effects) {
      if (['end-sessions', 'disable-account', 'delete-account'].includes(action)) user.session = 'ended';
      if (action === 'reauthenticate' && user.session === 'open') user.session = 're-authentication';
      user.last = { action, at };
    }
  }

  #add(person: VendorPerson): AccessUser {
    const user: AccessUser = { ...person, session: 'open', last: null };
    this.#users.set(person.email.toLowerCase(), user);
    return user;
  }
}
