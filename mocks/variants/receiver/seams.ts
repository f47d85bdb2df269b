import type {
  OutgoingCall,
  ReceiverOperation,
  ReceiverSeams,
  Refusal,
  StepName,
} from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';

export type Document = Record<string, unknown>;

/** The JSON object in the body of a call; {} where there is none. */
export function bodyOf({ body }: OutgoingCall): Document {
  const value = parsed(body ?? '');
  return isObject(value) ? value : {};
}

export function withBody(call: OutgoingCall, body: Document): OutgoingCall {
  return { ...call, body: JSON.stringify(body) };
}

/** Changes the JSON bodies of these operations. */
export function bodies(
  operations: readonly ReceiverOperation[],
  change: (body: Document) => Document,
): ReceiverSeams {
  return {
    request: (call) => (operations.includes(call.operation) ? withBody(call, change(bodyOf(call))) : call),
  };
}

/** A request of the variant's own, with the credentials of one that is on its way. Gives the JSON of the answer. */
export async function send(
  { headers }: OutgoingCall,
  method: string,
  url: string,
  json?: Document,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, accept: 'application/json', 'content-type': 'application/json' },
    body: json === undefined ? null : JSON.stringify(json),
  });
  return parsed(await response.text());
}

/** Undefined for what is no JSON, such as a form. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Refuses, beyond what the reference refuses, whatever `objection` has something against. */
export function stricter(
  step: StepName,
  err: string,
  objection: (set: { header: Document; claims: Document }) => string | null,
): ReceiverSeams {
  return {
    steps: {
      async [step](set: { header: Document; claims: Document }, reference: () => Promise<Refusal | null>) {
        const refusal = await reference();
        if (refusal !== null) return refusal;
        const description = objection(set);
        return description === null ? null : { err, description };
      },
    },
  };
}

/** Gives another code for what a step of the reference refuses. */
export function otherCode(step: StepName, err: string): ReceiverSeams {
  return {
    steps: {
      async [step](_: unknown, reference: () => Promise<Refusal | null>) {
        const refusal = await reference();
        return refusal === null ? null : { ...refusal, err };
      },
    },
  };
}

/** The event objects of a SET, by type. */
export function eventsIn(claims: Document): Document {
  return isObject(claims.events) ? claims.events : {};
}
