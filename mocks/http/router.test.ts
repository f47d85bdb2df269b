import { expect, test } from 'vitest';
import type { Route } from './route.ts';
import { match } from './router.ts';

const route = (method: string, path: string): Route => ({ method, path, resolve: () => new Response(path) });

test('a parameter matches one segment that is not empty, and is percent-decoded', () => {
  const poll = route('POST', '/poll/:streamId');
  expect(match([poll], 'POST', '/poll/a%20b')).toEqual({ route: poll, params: { streamId: 'a b' } });
  expect(match([poll], 'POST', '/poll/')).toEqual({ route: null, allow: [] });
  expect(match([poll], 'POST', '/poll/a/b')).toEqual({ route: null, allow: [] });
});

test('a segment that is no percent-encoding is left as it is', () => {
  const poll = route('POST', '/poll/:streamId');
  expect(match([poll], 'POST', '/poll/%ff')).toMatchObject({ params: { streamId: '%ff' } });
});

test('the first of equal routes answers, so a route put in front replaces another', () => {
  const front = route('GET', '/streams');
  const back = route('GET', '/streams');
  expect(match([front, back], 'GET', '/streams')).toMatchObject({ route: front });
});

test('`*` answers only the methods that no other route of the path answers', () => {
  const any = route('*', '/streams');
  const get = route('GET', '/streams');
  expect(match([any, get], 'GET', '/streams')).toMatchObject({ route: get });
  expect(match([any, get], 'PUT', '/streams')).toMatchObject({ route: any });
});

test('an unanswered method lists the methods of the path', () => {
  const routes = [route('GET', '/streams'), route('POST', '/streams'), route('GET', '/status')];
  expect(match(routes, 'DELETE', '/streams')).toEqual({ route: null, allow: ['GET', 'POST'] });
});

test('the path `*` takes what no earlier route answers', () => {
  const first = route('*', '/push/:id');
  const rest = route('*', '*');
  expect(match([first, rest], 'POST', '/push/a')).toMatchObject({ route: first });
  expect(match([first, rest], 'POST', '/a/b/c')).toEqual({ route: rest, params: {} });
});
