import { LOG_OUT_AT_HIGH, riskChange } from './risk-change.ts';
import type { People, Person, Scenario, Step } from './scenario.ts';

/** One user in so many goes on to high risk. */
const WORSE = 5;

/** The outbreak with so many users, told over so many ms. */
export function stormOf(users: number, overMs: number): Scenario {
  return {
    name: 'storm',
    title: 'Storm',
    story: `A worm gets into the devices of ${users} users within seconds: the risk of each rises to medium, and of one in five on to high a moment later. Every change arrives once, and those of one user in order; who is at high risk is signed out.`,
    cast: { transmitter: 'cloudflare-one', receiver: 'okta-itp', policy: LOG_OUT_AT_HIGH },
    needs: { users, devices: 0 },
    script: (people) => outbreak(people, overMs),
    together: { overMs },
  };
}

export const storm = stormOf(500, 10_000);

function outbreak({ users, now }: People, overMs: number): Step[] {
  // The second step of a user comes when a fifth of the others have had their first.
  const gap = Math.ceil(users.length / WORSE);
  const order = users.flatMap((person, index) => [
    { turn: index, person, number: index + 1, worse: false },
    ...(index % WORSE === 0 ? [{ turn: index + gap + 0.5, person, number: index + 1, worse: true }] : []),
  ]);
  order.sort((a, b) => a.turn - b.turn);
  return order.map(({ person, number, worse }, index) =>
    step(person, number, worse, now + Math.floor((index * overMs) / order.length)),
  );
}

function step(person: Person, number: number, worse: boolean, at: number): Step {
  const { name, email } = person;
  const [from, to] = worse ? (['MEDIUM', 'HIGH'] as const) : (['LOW', 'MEDIUM'] as const);
  const what = worse ? 'The worm calls home' : 'A worm is found';
  return {
    id: `user-${number}-to-${to.toLowerCase()}`,
    text: `${what} on a device of ${name}: the risk rises to ${to.toLowerCase()}.`,
    ask: `Raise the risk of ${email} from ${from.toLowerCase()} to ${to.toLowerCase()}.`,
    happening: { kind: 'risk-event', user: email, what, at },
    event: riskChange(person, from, to, 'MALWARE'),
  };
}
