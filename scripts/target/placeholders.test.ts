import { describe, expect, it } from 'vitest';
import { fill, labelledPort, namesIn, unknownName } from './placeholders.ts';

const values = (name: string): string | undefined =>
  ({ 'target.port': '4711', 'harness.issuer': 'http://127.0.0.1:1' })[name];

describe('placeholders', () => {
  it('are filled in wherever a string stands, and what is not ours stays', () => {
    const trigger = (): boolean => true;
    const value = {
      a: 'http://h:{{target.port}}/{{ target.port }}',
      list: ['{{harness.issuer}}', 1],
      none: null,
      of: { others: '{{subject.email}} {{.State}}' },
      trigger,
    };
    expect(fill(value, values)).toEqual({
      a: 'http://h:4711/4711',
      list: ['http://127.0.0.1:1', 1],
      none: null,
      of: { others: '{{subject.email}} {{.State}}' },
      trigger,
    });
  });

  it('are found with where they stand', () => {
    expect(
      namesIn({ env: { A: '{{x.y}}' }, command: ['{{target.port:8443}}', '{{.State}}'] }, 'target'),
    ).toEqual([
      { name: 'x.y', path: 'target.env.A' },
      { name: 'target.port:8443', path: 'target.command.0' },
    ]);
    expect(namesIn(undefined, 'target')).toEqual([]);
    expect(namesIn('{{__proto__}} {{ $x }}', 'target').map(({ name }) => name)).toEqual(['__proto__', '$x']);
  });

  it('name a port of the container', () => {
    expect(labelledPort('target.port:8443')).toBe(8443);
    for (const name of ['target.port', 'target.port:0', 'target.port:65536', 'target.port:x'])
      expect(labelledPort(name)).toBeNull();
  });

  it('that mean nothing are refused with the nearest', () => {
    expect(() => unknownName({ name: 'target.prot', path: 'target.env.PORT' }, ['target.port'])).toThrow(
      expect.objectContaining({
        message: 'target.env.PORT: there is no placeholder {{target.prot}} here.',
        hint: 'Did you mean "{{target.port}}"?',
      }),
    );
  });
});
