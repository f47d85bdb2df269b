import { place, user } from './cast-member.ts';
import { LOG_OUT_AT_HIGH, riskChange } from './risk-change.ts';
import type { Scenario } from './scenario.ts';

const MINUTES = 9;

export const impossibleTravel: Scenario = {
  name: 'impossible-travel',
  title: 'Impossible travel',
  story:
    'A user signs in at home, and minutes later on another continent: one of the two is somebody else. The risk becomes high, and every session of the user ends. When the risk has passed, nobody is signed out a second time.',
  cast: { transmitter: 'cloudflare-one', receiver: 'okta-itp', policy: LOG_OUT_AT_HIGH },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    const [home, away] = [place(people, 0), place(people, 1)];
    const { name, email } = person;
    return [
      {
        id: 'sign-in-at-home',
        text: `${name} signs in from ${home.city}.`,
        ask: `Let ${email} sign in from ${home.city} (${home.country}).`,
        happening: { kind: 'sign-in', user: email, place: home, at: people.now - MINUTES * 60_000 },
        event: null,
      },
      {
        id: 'sign-in-far-away',
        text: `${name} signs in from ${away.city}, ${MINUTES} minutes after ${home.city}: the risk rises from low to high.`,
        ask: `Let ${email} sign in from ${away.city} (${away.country}) at once, so that the risk rises from low to high.`,
        happening: { kind: 'sign-in', user: email, place: away, at: people.now },
        event: riskChange(person, 'LOW', 'HIGH', 'IMPOSSIBLE_TRAVEL'),
      },
      {
        id: 'risk-passes',
        text: `${name} has been asked, and the risk is low again.`,
        ask: `Set the risk of ${email} back to low.`,
        happening: { kind: 'risk-lowered', user: email, to: 'low', at: people.now },
        event: riskChange(person, 'HIGH', 'LOW', 'USER_CONFIRMED_SAFE'),
      },
    ];
  },
};
