import { defineCheck } from 'ssf-conformance';

const base = {
  role: 'transmitter',
  title: 't',
  what: 'w',
  rules: [{ id: 'W-1', spec: 'Wild', section: '1', level: 'MUST', summary: 's' }],
} as const;
export const all = [
  defineCheck({
    ...base,
    id: 'wild/throws',
    run: () => {
      throw new TypeError('boom');
    },
  }),
  defineCheck({ ...base, id: 'wild/hangs', run: () => new Promise<void>(() => {}) }),
  defineCheck({
    ...base,
    id: 'wild/blocks',
    run: () => {
      for (;;);
    },
  }),
  defineCheck({
    ...base,
    id: 'wild/names-another',
    run: (t) => {
      // Sound for nobody: the compiler would not let it pass.
      t.violates('W-2' as 'W-1', { message: 'x' });
    },
  }),
  defineCheck({ ...base, id: 'wild/exits', run: () => process.exit(0) }),
  defineCheck({ ...base, id: 'wild/judges-nothing', run: () => {} }),
  defineCheck({
    ...base,
    id: 'wild/forgets-to-await',
    run: (t) => {
      t.expect(true, 'W-1', { message: 'x' });
      void t.request({ method: 'GET', url: t.metadataUrl });
    },
  }),
  defineCheck({
    ...base,
    id: 'wild/passes',
    run: (t) => {
      t.expect(true, 'W-1', { message: 'x' });
    },
  }),
];
