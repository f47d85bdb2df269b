import { caepEvent, defineCheck, defineProfile, defineScenario, defineVendor, user } from 'ssf-conformance';

// What the README calls a module of your own: a check of each role, a profile, a scenario and a vendor.

const standard = { spec: 'ACME Security Standard', section: '4.2' } as const;

export const tenantClaim = defineCheck({
  role: 'transmitter',
  id: 'acme/tenant-claim',
  title: 'Every SET names the tenant that it is about.',
  what: 'Asks for verification by each delivery method, and looks for the claim acme_tenant in its SET.',
  rules: [{ ...standard, id: 'ACME-1', level: 'MUST', summary: 'A SET has the claim acme_tenant.' }],
  delivery: 'each',
  endpoints: ['verification_endpoint'],
  run: async (t) => {
    const { set } = await t.verify(await t.stream());
    if (set === null) return t.notTested('No SET came.');
    t.expect(typeof set.parsed.claims?.acme_tenant === 'string', 'ACME-1', {
      message: 'The SET has no acme_tenant.',
      expected: 'acme_tenant, a string',
      actual: set.parsed.claims?.acme_tenant ?? 'nothing',
      set,
    });
  },
});

export const strangerRefused = defineCheck({
  role: 'receiver',
  id: 'acme/stranger-refused',
  title: 'SETs about people of other companies are refused.',
  what: 'Delivers a right SET about somebody outside of acme.example between two good ones.',
  rules: [
    {
      ...standard,
      id: 'ACME-2',
      level: 'SHOULD',
      summary: 'A SET about somebody who is not of the company is refused.',
    },
  ],
  run: async (r) => {
    const { outcome, exchange } = await r.attack({
      subject: { format: 'email', email: 'somebody@stranger.example' },
    });
    r.expect(outcome === 'refused', 'ACME-2', {
      message: 'A SET about a stranger was taken.',
      expected: 'a refusal',
      actual: outcome,
      exchange: exchange ?? undefined,
    });
  },
});

export const profile = defineProfile({
  name: 'acme',
  title: 'ACME Profile 2026',
  base: 'ssf',
  adds: ['RFC9728'],
  omits: ['RISC'],
  levels: { 'ACME-2': 'MUST' },
});

export const gateway = defineVendor({
  name: 'acme-gateway',
  title: 'ACME Gateway',
  assumptions: ['It forgets nothing.'],
  shares:
    ({ emit, log }) =>
    async (happening, wish) => {
      log('seen', happening.kind);
      if (wish !== undefined) await emit(wish);
    },
  receives: ({ log }) => ({
    effects(effects, set, refusal) {
      if (refusal === null) log('taken', String(set.claims.jti));
      return effects;
    },
  }),
});

export const stolenBadge = defineScenario({
  name: 'acme-stolen-badge',
  title: 'Stolen badge',
  story: 'Somebody reports a stolen badge, and every session of that person ends.',
  cast: { transmitter: 'acme-gateway', receiver: 'acme-gateway' },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    return [
      {
        id: 'badge-reported',
        text: `${person.name} reports a stolen badge.`,
        ask: `Report the badge of ${person.email} as stolen.`,
        happening: { kind: 'other', user: person.email, what: 'badge stolen', at: people.now },
        event: caepEvent('session-revoked', person, { acts: ['end-sessions'] }),
      },
    ];
  },
});
