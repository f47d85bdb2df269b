import { expect, test } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { defineCheck, type OwnRule } from './define-check.ts';
import { proveCheck } from './prove-check.ts';

const rule = {
  id: 'ACME-1',
  spec: 'ACME Security Standard',
  section: '1',
  level: 'MUST',
  summary: 'A SET has the claim acme_tenant.',
} as const satisfies OwnRule;

const tenantClaim = defineCheck({
  role: 'transmitter',
  id: 'acme/tenant-claim',
  title: 'Every SET names the tenant.',
  what: 'Looks at the SET of a verification event.',
  rules: [rule],
  delivery: 'push',
  run: async (t) => {
    const { set } = await t.verify(await t.stream());
    if (set === null) return t.notTested('No SET came.');
    t.expect(typeof set.parsed.claims?.acme_tenant === 'string', 'ACME-1', { message: 'No tenant.', set });
  },
});

const withTenant = {
  seams: { claims: (claims: Record<string, unknown>) => ({ ...claims, acme_tenant: 'a' }) },
};

test('A check is proven by a peer that keeps its rule and one that breaks it', async () => {
  const { right, broken } = await proveCheck(tenantClaim, { right: withTenant, broken: {} });
  expect(right).toMatchObject({ 'acme/tenant-claim@push': { outcome: 'pass' } });
  expect(broken['acme/tenant-claim@push']?.findings).toMatchObject([
    { requirement: 'ACME-1', severity: 'fail', message: 'No tenant.' },
  ]);
});

test('A check that accuses the right peer, or passes the broken one, is not proven', async () => {
  await expect(proveCheck(tenantClaim, { broken: withTenant })).rejects.toThrow(
    /does not pass the right peer: fail, No tenant\.\n.*does not find the broken peer: pass\./,
  );
});

test('A check of a Receiver is proven against the reference Receiver, with a fault of ours or with seams', async () => {
  const check = defineCheck({
    role: 'receiver',
    id: 'acme/answers-empty',
    title: 'An accepted push is answered without a body.',
    what: 'Delivers a right SET.',
    rules: [{ ...rule, id: 'ACME-3', level: 'SHOULD' }],
    run: async (r) => {
      const { exchange } = await r.deliver({});
      r.expect(exchange?.response?.text === '', 'ACME-3', { message: 'The answer has a body.' });
    },
  });
  const { broken } = await proveCheck(check, {
    broken: { seams: { pushReply: (reply) => ({ ...reply, body: 'thanks' }) } },
  });
  expect(broken['acme/answers-empty']).toMatchObject({ outcome: 'warn' });
});

test('What is wrong with a definition is said before anything runs', async () => {
  const wrong = { ...tenantClaim, id: 'Tenant' };
  const [fault] = faults;
  await expect(proveCheck(wrong, { broken: { seams: fault?.seams() } })).rejects.toThrow('kebab-case');
});
