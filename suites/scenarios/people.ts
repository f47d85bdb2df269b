import { en, Faker } from '@faker-js/faker';
import type { JsonObject } from '../set/subject.ts';
import { cities } from './cities.ts';
import type { Device, Place } from './happening.ts';
import type { People, Person, Scenario } from './scenario.ts';

/** Somebody of the tester's own. */
export interface GivenPerson {
  /** Default: made of the address. */
  name?: string;
  email: string;
  groups?: readonly string[];
  /** How the Transmitter names this person: a subject identifier (RFC 9493), not a complex one. Default: by `email`. */
  subject?: Readonly<JsonObject>;
}

/** Group of the first person of every story, for policies that have a rule of its own for some. */
export const FIRST_GROUP = 'Finance';
const OTHER_GROUPS = ['Engineering', 'Sales', 'Support', 'Design'] as const;

const PLATFORMS = [
  { platform: 'iOS', model: 'iPhone' },
  { platform: 'macOS', model: 'MacBook' },
  { platform: 'Windows', model: 'ThinkPad' },
  { platform: 'Android', model: 'Pixel' },
] as const;

/**
 * The people, devices and places of a story: the same under the same seed. People of the tester's own come first; who is
 * made up has an address at example.com. The devices belong to the users in turn.
 * @param now ms since the epoch at which the story begins
 */
export function castPeople(
  seed: number,
  needs: Scenario['needs'],
  given: readonly GivenPerson[] = [],
  now: number = Date.now(),
): People {
  const faker = new Faker({ locale: en, seed });
  const users = cast(faker, needs.users, given);
  return { users, devices: devicesOf(faker, users, needs.devices), places: twoPlaces(faker), now };
}

function cast(faker: Faker, count: number, given: readonly GivenPerson[]): Person[] {
  const users: Person[] = given.slice(0, count).map(({ name, email, groups = [], subject }, index) => ({
    name: name ?? nameOf(email),
    email,
    // In FIRST_GROUP is the first one and nobody else, or a rule for it would catch others.
    groups: [groupOf(index), ...groups.filter((group) => group !== FIRST_GROUP && group !== groupOf(index))],
    ...(subject === undefined ? {} : { subject }),
  }));
  const taken = new Set(given.map(({ email }) => email.toLowerCase()));
  while (users.length < count) {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()];
    const address = `${first}.${last}`.toLowerCase().replace(/[^a-z.]/g, '');
    const email = taken.has(`${address}@example.com`)
      ? `${address}.${users.length}@example.com`
      : `${address}@example.com`;
    taken.add(email);
    users.push({ name: `${first} ${last}`, email, groups: [groupOf(users.length)] });
  }
  return users;
}

function groupOf(index: number): string {
  return index === 0 ? FIRST_GROUP : (OTHER_GROUPS[(index - 1) % OTHER_GROUPS.length] ?? FIRST_GROUP);
}

/** `anna.lee@corp.example`: Anna Lee. */
function nameOf(email: string): string {
  const words = (email.split('@')[0] ?? email).split(/[._+-]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email;
}

function devicesOf(faker: Faker, users: readonly Person[], count: number): Device[] {
  return Array.from({ length: count }, (_, index) => {
    const owner = users[index % users.length];
    if (owner === undefined) throw new RangeError('A story with devices needs users.');
    const { platform, model } = faker.helpers.arrayElement(PLATFORMS);
    const firstName = owner.name.split(' ')[0] ?? owner.name;
    return { id: faker.string.uuid(), name: `${firstName}'s ${model}`, platform, owner: owner.email };
  });
}

function twoPlaces(faker: Faker): Place[] {
  const home = faker.helpers.arrayElement(cities);
  const away = faker.helpers.arrayElement(cities.filter(({ continent }) => continent !== home.continent));
  // RFC 5737: addresses for documentation, which nobody has.
  return [home, away].map(({ city, country, latitude, longitude }, index) => ({
    city,
    country,
    latitude,
    longitude,
    ip: `${index === 0 ? '192.0.2' : '198.51.100'}.${faker.number.int({ min: 1, max: 254 })}`,
  }));
}
