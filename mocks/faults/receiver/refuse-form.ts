import type { Examined, ReceiverSeams, Refusal } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { takeDespite } from './support/overlook.ts';

const parts = ({ compact }: Examined): string[] => compact.split('.');
/** The header could be read, so it is a JWS of a kind. */
const hasHeader = ({ header }: Examined): boolean => Object.keys(header).length > 0;

/** A part as a decoder reads it that passes over whatever it does not know. */
function read(part: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function algIn({ alg }: Record<string, unknown>): string | undefined {
  return typeof alg === 'string' ? alg : undefined;
}

/** Changes what is read before the reference goes on. */
function form(
  change: (set: Examined, reference: () => Promise<Refusal | null>) => Promise<Refusal | null>,
): ReceiverSeams {
  return { steps: { form: change } };
}

/** Faults in how a token is read. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-takes-two-parts',
    breaks: 'RFC7519-7.2-01',
    summary: 'Takes a token that ends before its signature.',
    seams: () =>
      takeDespite('form', (set) => {
        const [header] = parts(set);
        return parts(set).length === 2 && ![undefined, 'none'].includes(algIn(read(header)));
      }),
  },
  {
    name: 'receiver-takes-unreadable-claims',
    breaks: 'RFC7519-7.2-01',
    summary: 'Takes a token whose claims are no JSON object.',
    seams: () =>
      takeDespite(
        'form',
        (set) => hasHeader(set) && parts(set).length === 3 && Object.keys(set.claims).length === 0,
      ),
  },
  {
    name: 'receiver-ignores-fourth-part',
    breaks: 'RFC7519-7.2-01',
    summary: 'Ignores what stands behind the signature.',
    seams: () =>
      form(async (set, reference) => {
        if (parts(set).length === 4) set.compact = parts(set).slice(0, 3).join('.');
        return reference();
      }),
  },
  {
    name: 'receiver-takes-json-serialization',
    breaks: 'RFC7519-7.2-01',
    summary: 'Takes a JWS in flattened JSON serialization.',
    seams: () =>
      form(async (set, reference) => {
        const flattened = /^\{"protected":"([\w-]+)","payload":"([\w-]+)","signature":"([\w-]+)"\}$/;
        set.compact = set.compact.replace(flattened, '$1.$2.$3');
        return reference();
      }),
  },
  {
    name: 'receiver-decodes-loosely',
    breaks: 'RFC7515-5.2-01',
    summary: 'Passes over padding, blanks and line breaks in base64url.',
    seams: () =>
      form(async (set, reference) => {
        const refusal = await reference();
        if (refusal === null || parts(set).length !== 3 || !/[=\s]/.test(set.compact)) return refusal;
        const [header, claims] = parts(set);
        set.header = read(header);
        set.claims = read(claims);
        return null;
      }),
  },
  {
    name: 'receiver-takes-encrypted',
    breaks: 'RFC8417-5.1-06',
    summary: 'Takes a JWE for good although it cannot read it.',
    seams: () => takeDespite('form', (set) => parts(set).length === 5),
  },
  {
    name: 'receiver-trusts-nested-token',
    breaks: 'RFC7519-7.2-01',
    summary: 'Takes the SET out of a nested token and verifies the outer signature only.',
    seams: () =>
      form(async (set, reference) => {
        const [outer, content] = parts(set);
        const header = read(outer);
        if (header.cty !== 'JWT') return reference();
        const inner = Buffer.from(content ?? '', 'base64url').toString();
        set.header = header;
        set.claims = read(inner.split('.')[1]);
        return null;
      }),
  },
];
