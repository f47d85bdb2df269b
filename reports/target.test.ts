import { describe, expect, it } from 'vitest';
import { renderHtml } from './html/render.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import type { Results } from './results.ts';
import { sampleResults } from './sample.ts';
import { sampleScenarioResults } from './sample-scenarios.ts';
import { targetFacts, targetName, targetRoles } from './target.ts';
import { renderTerminal } from './terminal.ts';

const endpoint = 'https://rx.example.com/events';
const ours = {
  issuer: 'https://issuer.example',
  metadataUrl: 'https://issuer.example/.well-known/ssf-configuration',
};

function receiver(target: Partial<Results['target']>, delivery: Results['delivery'] = ['push']): Results {
  const { targetLog: _, ...results } = sampleResults();
  return { ...results, delivery, target: { role: 'receiver', ...ours, builtIn: false, ...target } };
}

describe('the target of a run', () => {
  it('is a Transmitter by its issuer', () => {
    expect(targetFacts(sampleResults()).map(({ label }) => label)).toEqual([
      'Target',
      'Started as',
      'Metadata',
    ]);
    expect(targetName(sampleResults())).toBe(sampleResults().target.issuer);
  });

  it('is told with what the run started it as, by the pages', () => {
    const started = 'container example/transmitter:1.2';
    expect(targetFacts(sampleResults())[1]).toEqual({ label: 'Started as', text: started });
    const { targetLog } = sampleResults();
    const managed = { ...receiver({ form: 'managed' }), ...(targetLog === undefined ? {} : { targetLog }) };
    expect(targetFacts(managed)[1]).toEqual({ label: 'Started as', text: started });
    expect(renderHtml(managed)).toContain('<dt>Started as</dt>');
  });

  it('is a Receiver by its form and endpoint, and the issuer is ours', () => {
    expect(targetFacts(receiver({ form: 'hosted', endpoint }))).toEqual([
      { label: 'Target', text: 'hosted push endpoint', url: endpoint },
      { label: 'Our issuer', text: '', url: ours.issuer },
      { label: 'Our metadata', text: '', url: ours.metadataUrl },
    ]);
    expect(targetName(receiver({ form: 'hosted', endpoint: 'http://us/poll' }, ['poll']))).toBe(
      'poller of our URL http://us/poll',
    );
    expect(targetName(receiver({ form: 'managed', builtIn: true }))).toBe(
      'managed Receiver, which creates its stream itself, the built-in reference',
    );
  });

  it.each([
    ['hosted push endpoint', receiver({ form: 'hosted', endpoint })],
    ['managed Receiver', receiver({ form: 'managed' }, ['push', 'poll'])],
  ])('is told of as %s by every report', (words, results) => {
    const html = renderHtml(results);
    expect(html).toContain(words);
    expect(html).toContain('<dt>Our issuer</dt>');
    expect(html).not.toContain('<dt>Metadata</dt>');
    const terminal = renderTerminal(results, { width: 200, reports: { report: 'r.html' } });
    expect(terminal).toMatch(new RegExp(`target +${words}.*\\nour issuer +${ours.issuer}\\nreport +r.html`));
    expect(renderMarkdown(results)).toContain(`receiver (${words}`);
    expect(renderMarkdown(results)).toContain(`our issuer \`${ours.issuer}\``);
    const junit = renderJunit(results);
    expect(junit).toContain('<property name="role" value="receiver"/>');
    expect(junit).toContain(words);
  });

  it('is both mocks where they play scenarios against each other', () => {
    const results = scenariosOf({ form: 'mocks', builtIn: true });
    const words =
      'the built-in mocks against each other: Cloudflare One → Okta Identity Threat Protection; Cloudflare One → Relying party';
    expect(targetFacts(results)).toEqual([{ label: 'Target', text: words }]);
    expect(targetName(results)).toBe(words);
    expect(targetRoles(results)).toBe('Transmitter and Receiver');
    expect(renderHtml(results)).toContain('the built-in mocks against each other');
    expect(renderTerminal(results, { width: 200 })).toContain(`target  ${words}`);
    expect(renderMarkdown(results)).toContain('the built-in mocks against each other');
    expect(renderJunit(results)).toContain('the built-in mocks against each other');
  });

  it('is both ends of a pair, by their addresses', () => {
    const results = scenariosOf({ form: 'pair', endpoint });
    const { issuer } = results.target;
    expect(targetFacts(results).slice(0, 2)).toEqual([
      { label: 'Transmitter', text: 'under test', url: issuer },
      { label: 'Receiver', text: 'under test', url: endpoint },
    ]);
    expect(targetName(results)).toBe(`${issuer} → ${endpoint}`);
    expect(renderTerminal(results, { width: 200 })).toMatch(
      new RegExp(`transmitter +${issuer}, under test\\nreceiver +${endpoint}, under test`),
    );
    expect(renderMarkdown(results)).toContain(`transmitter \`${issuer}\` and receiver \`${endpoint}\``);
  });

  it('of scenarios says which mocks played the other side', () => {
    expect(targetFacts(sampleScenarioResults()).at(-1)).toEqual({
      label: 'Played with',
      text: 'our mocks: Okta Identity Threat Protection, Relying party',
    });
  });
});

/** The sample of scenarios with both sides of one kind. */
function scenariosOf(target: Partial<Results['target']>): Results {
  const results = sampleScenarioResults();
  const kind = target.form === 'mocks' ? 'mock' : 'target';
  return {
    ...results,
    target: { ...results.target, ...target },
    scenarios: (results.scenarios ?? []).map((scenario) => ({
      ...scenario,
      transmitter: { kind, name: 'Cloudflare One', assumptions: [] },
      receiver: { ...scenario.receiver, kind },
    })),
  };
}
