import type { CheckResult, RecordedBody, RecordedExchange, RecordedSet, Results } from './results.ts';
import { sampleResults, summarize } from './sample.ts';

/** Characters of a long body. */
const long = 16_000;

/** How much a run made: 1,000 checks, 10,000 exchanges, many of them with long bodies, and every fifth one with a SET. */
export interface Size {
  checks: number;
  exchanges: number;
  requirements: number;
}

/**
 * A run of any size, the same each time: of three exchanges one has a long body that no other has, one a long body that
 * many others have, one a short one. Every fortieth check fails.
 */
export function largeResults(size: Size = { checks: 1_000, exchanges: 10_000, requirements: 500 }): Results {
  const results = sampleResults();
  const next = generator(results.seed);
  const [template] = results.requirements.selected;
  const failing = results.checks.find(({ outcome }) => outcome === 'fail');
  const passing = results.checks.find(({ outcome }) => outcome === 'pass');
  if (!template || !failing || !passing) throw new Error('The sample has what a run has');
  const perCheck = Math.ceil(size.exchanges / size.checks);
  const rules = Array.from({ length: size.requirements }, (_, i) => ({
    ...template,
    id: `SSF-9.${i % 50}-${i}`,
    section: `9.${i % 50}`,
  }));
  const checks = Array.from({ length: size.checks }, (_, i): CheckResult => {
    const exchanges = Array.from({ length: perCheck }, (_, n) => i * perCheck + n + 1);
    const requirement = rules[i % rules.length]?.id ?? template.id;
    const fails = i % 40 === 0;
    const findings = fails
      ? failing.findings
          .slice(0, 1)
          .map((finding) => ({ ...finding, requirement, exchange: exchanges[0] ?? 1 }))
      : [];
    return {
      ...(fails ? failing : passing),
      id: `family-${i % 40}/check-${i}`,
      requirements: [requirement],
      findings,
      exchanges,
      rerun: `ssf-conformance run --only family-${i % 40}/check-${i}`,
    };
  });
  const shared = Array.from({ length: 20 }, () => bodyOf(next));
  const exchanges = Array.from({ length: size.exchanges }, (_, i): RecordedExchange => {
    const base = results.exchanges[i % 8];
    if (!base) throw new Error('The sample has exchanges');
    const body = i % 3 === 0 ? bodyOf(next) : i % 3 === 1 ? (shared[i % 20] ?? null) : base.request.body;
    return {
      ...base,
      id: i + 1,
      check: checks[Math.floor(i / perCheck)]?.id ?? null,
      atMs: i * 12.5,
      response: base.response && { ...base.response, body },
    };
  });
  const [set] = results.sets;
  const sets = Array.from({ length: Math.floor(size.exchanges / 5) }, (_, i): RecordedSet[] =>
    set ? [{ ...set, id: i + 1, exchange: i * 5 + 1, jti: `jti-${i}`, arrivedAtMs: i * 62.5 }] : [],
  ).flat();
  return {
    ...results,
    checks,
    summary: summarize(checks),
    requirements: { selected: rules, tested: rules.map(({ id }) => id), notApplicable: [], untested: [] },
    exchanges,
    sets,
    timing: { limits: {}, samples: [] },
  };
}

/** JSON as an endpoint answers: names that come again and again, values that do not. */
function bodyOf(next: () => number): RecordedBody {
  const members: string[] = [];
  for (let length = 0; length < long; length += members.at(-1)?.length ?? 1)
    members.push(
      `{"stream_id":"${next().toString(36)}${next().toString(36)}","status":"enabled","rank":${next()}}`,
    );
  const text = `[${members.join(',')}]`;
  return { text, bytes: text.length, truncated: false };
}

/** Whole numbers that look random (an LCG with the constants of Numerical Recipes). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
