import { brotliCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { hostileResults, sampleResults } from '../sample.ts';
import { attestationIn, embeddedResults, extractResults, withAttestation } from './embed.ts';

const jws = 'eyJhbGciOiJFZERTQSJ9.e30.c2ln';

function pageOf(results = sampleResults()): string {
  return `<!doctype html><body><p>Not conformant</p>${embeddedResults(results).script.markup}</body>`;
}

function pageWith(data: string): string {
  return pageOf().replace(/("br base64">)[^<]*/, (_, before: string) => before + data);
}

describe('the data in a page', () => {
  test('are the results, to the last hostile string', () => {
    const results = hostileResults();
    // What JSON itself cannot hold apart is no loss here.
    expect(extractResults(pageOf(results))).toEqual(JSON.parse(JSON.stringify(results)));
  });

  test('are the results with their attestation, which stands in a slot of its own', () => {
    const page = pageOf({ ...sampleResults(), attestation: jws });
    expect(attestationIn(page)).toBe(jws);
    expect(extractResults(page)).toEqual({
      ...JSON.parse(JSON.stringify(sampleResults())),
      attestation: jws,
    });
  });

  test('do not depend on the attestation, so that the page without it is the page before it', () => {
    const bare = pageOf();
    const signed = withAttestation(bare, jws);
    expect(signed).toBe(pageOf({ ...sampleResults(), attestation: jws }));
    expect(withAttestation(signed, '')).toBe(bare);
    expect(attestationIn(bare)).toBeNull();
  });

  test('cannot end their element, whatever the attestation says', () => {
    const page = pageOf({ ...sampleResults(), attestation: '</script><script>alert(1)</script>' });
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(() => withAttestation(page, '</script>')).toThrow(TypeError);
  });

  test('are left out whole when they are too large, and the page says what to pass on', () => {
    const results = sampleResults();
    const [exchange] = results.exchanges;
    if (!exchange) throw new Error('the sample has exchanges');
    const noise = Array.from({ length: 400_000 }, (_, i) => (i * 2_654_435_761 * (i + 7)).toString(36)).join(
      '',
    );
    exchange.request.body = { text: noise, bytes: noise.length, truncated: false };
    const { script, size, omitted } = embeddedResults(results);
    expect(size).toBe(0);
    expect(omitted).toContain('pass results.json on beside it');
    expect(extractResults(script.markup)).toBeNull();
    expect(withAttestation(script.markup, jws)).toContain(jws);
  });
});

describe('a page that is not as it was written', () => {
  test.each([
    ['two slots for results', pageOf().replace('<p>', '<script id="results-data">e30=</script><p>'), 'slots'],
    [
      'a slot in other spelling',
      pageOf().replace('<p>', "<SCRIPT ID = 'results-data'>x</SCRIPT><p>"),
      'slots',
    ],
    ['a slot with another start tag', pageOf().replace(' data-encoding="br base64"', ''), 'slots'],
    ['a slot without an end', pageOf().replaceAll('</script>', ''), 'slots'],
    ['two slots for attestations', pageOf().replace('<p>', '<b id=attestation></b><p>'), 'slots'],
    ['broken base64', pageWith('e30*'), 'encoding'],
    ['base64 that is cut', pageWith('e30'), 'encoding'],
    ['what is not compressed', pageWith(Buffer.from('{}').toString('base64')), 'encoding'],
    ['nothing in the slot', pageWith(''), 'encoding'],
    ['what is not JSON', pageWith(brotliCompressSync('{').toString('base64')), 'not-results'],
    [
      'what is not UTF-8',
      pageWith(brotliCompressSync(Buffer.of(0x22, 0xff, 0x22)).toString('base64')),
      'not-results',
    ],
    [
      'JSON that is no results',
      pageWith(brotliCompressSync('{"schemaVersion":"1"}').toString('base64')),
      'not-results',
    ],
  ])('is refused with %s', (_, page, code) => {
    expect(() => extractResults(page)).toThrow(expect.objectContaining({ name: 'EmbeddedDataError', code }));
  });

  test('cannot make us inflate it beyond the limit', () => {
    const bomb = brotliCompressSync(Buffer.alloc(201_000_000, 0x20)).toString('base64');
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => extractResults(pageWith(bomb))).toThrow(expect.objectContaining({ code: 'too-large' }));
  }, 60_000);

  test('without data gives none', () => {
    expect(extractResults('<p>results-data</p>')).toBeNull();
    expect(attestationIn('')).toBeNull();
    expect(() => withAttestation('<p></p>', jws)).toThrow('no place for a signature');
  });

  test('is read in time that grows with its length, however its tags are left open', () => {
    expect(extractResults('<script '.repeat(1_000_000))).toBeNull();
  }, 60_000);
});
