import type { RecordedBody, RecordedExchange } from '../results.ts';
import { excerptLine } from '../text/excerpt.ts';

// As the recorder writes it in the place of a secret: a few digits of its hash tell two of them apart.
const mark = /‹masked [0-9a-f]{6}›/;

const headersNamed = 5;

/** Which parts of an exchange have secrets that were masked when it was recorded: `request authorization`, `response body`. */
export function maskedParts({ request, response }: RecordedExchange): string[] {
  return [
    ...(mark.test(request.url) ? ['the URL'] : []),
    ...inMessage('request', request),
    ...(response === null ? [] : inMessage('response', response)),
  ];
}

function inMessage(
  side: string,
  { headers, body }: { headers: readonly [string, string][]; body: RecordedBody | null },
): string[] {
  const names = headers.filter(([, value]) => mark.test(value)).map(([name]) => excerptLine(name, 40));
  return [
    ...names.slice(0, headersNamed).map((name) => `${side} header ${name}`),
    ...(mark.test(body?.text ?? '') ? [`${side} body`] : []),
  ];
}
