import { user } from './cast-member.ts';
import { LOG_OUT_AT_HIGH, riskChange } from './risk-change.ts';
import type { Scenario } from './scenario.ts';

export const riskCreep: Scenario = {
  name: 'risk-creep',
  title: 'Risk creep',
  story:
    'The risk of a user grows step by step and sinks again: low, medium, high, medium. Each step is one SET, in order, and starts from the level of the one before; a Receiver that misses one or mixes them up works with a wrong level.',
  cast: { transmitter: 'cloudflare-one', receiver: 'okta-itp', policy: LOG_OUT_AT_HIGH },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    const { name, email } = person;
    const at = people.now;
    return [
      {
        id: 'to-medium',
        text: `${name} loads down unusually much: the risk rises from low to medium.`,
        ask: `Raise the risk of ${email} from low to medium, by a large download for instance.`,
        happening: { kind: 'risk-event', user: email, what: 'A large download', at },
        event: riskChange(person, 'LOW', 'MEDIUM', 'UNUSUAL_DOWNLOAD'),
      },
      {
        id: 'to-high',
        text: `${name} sends confidential files outside: the risk rises from medium to high.`,
        ask: `Raise the risk of ${email} from medium to high, by a breach of data loss rules for instance.`,
        happening: { kind: 'risk-event', user: email, what: 'Confidential files sent outside', at },
        event: riskChange(person, 'MEDIUM', 'HIGH', 'DATA_LOSS'),
      },
      {
        id: 'back-to-medium',
        text: `${name} has explained it: the risk sinks from high to medium.`,
        ask: `Lower the risk of ${email} from high to medium.`,
        happening: { kind: 'risk-lowered', user: email, to: 'medium', at },
        event: riskChange(person, 'HIGH', 'MEDIUM', 'REVIEWED_BY_ADMIN'),
      },
    ];
  },
};
