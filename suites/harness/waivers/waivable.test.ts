import { expect, it } from 'vitest';
import { expectations } from '../../scenarios/expectations/index.ts';
import { scenarios } from '../../scenarios/index.ts';
import { checksOf } from '../checks-of.ts';
import { waivables } from './waivable.ts';

it('every check of both roles, what is judged of scenarios, and limits can be waived, each under an id of its own', () => {
  const judged = scenarios.flatMap((scenario) => expectations.filter((one) => one.concerns(scenario)));
  const limits = [...waivables.keys()].filter((id) => id.startsWith('limits/'));
  const checks = checksOf('transmitter').length + checksOf('receiver').length;
  expect(limits.length).toBeGreaterThan(0);
  expect(waivables.size).toBe(checks + judged.length + limits.length);
  for (const id of waivables.keys()) expect(id).toMatch(/^[^\s/@]+\/[^\s/@]+$/);
});
