import { describe, expect, it } from 'vitest';
import { deviceNonCompliance } from './device-non-compliance.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { castPeople, FIRST_GROUP } from './people.ts';
import type { Scenario } from './scenario.ts';
import { sessionLife } from './session-life.ts';

const needs = { users: 3, devices: 4 };

describe('castPeople', () => {
  it('casts the same people, devices and places under the same seed, others under another', () => {
    expect(castPeople(1, needs, [], 0)).toEqual(castPeople(1, needs, [], 0));
    expect(castPeople(2, needs, [], 0)).not.toEqual(castPeople(1, needs, [], 0));
  });

  it('puts people of the tester first', () => {
    const given = [{ email: 'anna.lee@corp.example' }, { name: 'Bo', email: 'bo@corp.example' }];
    const { users, devices } = castPeople(1, needs, given);
    expect(users.slice(0, 2)).toMatchObject([{ name: 'Anna Lee' }, given[1]]);
    expect(users[2]?.email).toMatch(/@example\.com$/);
    expect(devices.map(({ owner }) => owner)).toEqual([0, 1, 2, 0].map((index) => users[index]?.email));
  });

  it('asks for somebody as the Transmitter names him, in complex subjects too, and for the others by e-mail address', () => {
    const subject = { format: 'iss_sub', iss: 'https://idp.example.com', sub: 'u-1' };
    const given = [{ email: 'anna@corp.example', subject }];
    const subjectsOf = (scenario: Scenario) =>
      scenario.script(castPeople(1, scenario.needs, given)).flatMap(({ event }) => event?.subject ?? []);
    expect(subjectsOf(impossibleTravel)).toEqual([subject, subject]);
    expect(subjectsOf(sessionLife)[0]).toMatchObject({ format: 'complex', user: subject });
    expect(subjectsOf(deviceNonCompliance)).toMatchObject([
      { user: subject },
      { user: { format: 'email' } },
      { user: subject },
    ]);
  });

  it('has nobody but the first in the group that policies single out', () => {
    const given = [{ email: 'a@corp.example' }, { email: 'b@corp.example', groups: [FIRST_GROUP, 'Staff'] }];
    const { users } = castPeople(1, needs, given);
    expect(users.map(({ groups }) => groups.includes(FIRST_GROUP))).toEqual([true, false, false]);
    expect(users[1]?.groups).toContain('Staff');
  });

  it('gives everybody an address of his own, at which nobody is reached', () => {
    const { users } = castPeople(3, { users: 2000, devices: 0 });
    expect(new Set(users.map(({ email }) => email)).size).toBe(2000);
    for (const { email } of users) expect(email).toMatch(/^[a-z.0-9]+@example\.com$/);
  });

  it('puts the two places on different continents', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const [home, away] = castPeople(seed, needs).places;
      expect(home?.country).not.toBe(away?.country);
      expect(home?.ip).not.toBe(away?.ip);
    }
  });
});
