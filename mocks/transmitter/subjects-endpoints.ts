import { isSubject, type SubjectIdentifier } from '../vocabulary/subject-formats.ts';
import { type AuthorizedCall, bodyObject, bodyStreamId } from './call.ts';
import type { Core } from './core.ts';
import { type Endpoint, toManage } from './operation.ts';
import { empty, refuse } from './reply.ts';
import type { Stream } from './stream.ts';

/** The Add Subject and Remove Subject Endpoints (SSF 8.1.3.2, 8.1.3.3). */
export function subjectEndpoints({ streams, endpoints }: Core): Endpoint[] {
  function read(call: AuthorizedCall): { stream: Stream; subject: SubjectIdentifier } {
    const body = bodyObject(call);
    const stream = streams.require(bodyStreamId(body), call);
    if (!isSubject(body.subject)) throw refuse(400, 'subject is missing, or lacks members of its format.');
    const { verified } = body;
    if (call.operation === 'add-subject' && verified !== undefined && typeof verified !== 'boolean') {
      throw refuse(400, 'verified is no boolean.');
    }
    return { stream, subject: body.subject };
  }

  return [
    {
      method: 'POST',
      path: new URL(endpoints.addSubject).pathname,
      operation: 'add-subject',
      scopes: toManage,
      answer: (call) => {
        const { stream, subject } = read(call);
        stream.subjects.add(subject);
        return empty(200);
      },
    },
    {
      method: 'POST',
      path: new URL(endpoints.removeSubject).pathname,
      operation: 'remove-subject',
      scopes: toManage,
      answer: (call) => {
        const { stream, subject } = read(call);
        stream.subjects.remove(subject);
        return empty(204);
      },
    },
  ];
}
