/** One entry of a mock's table of routes; the resolver has the form of an MSW response resolver. */
export interface Route {
  /** HTTP method in capitals, or `*` for every method that no other route of the same path answers. */
  method: string;
  /** Path with `:name` parameters, each matching one segment: `/poll/:streamId`; `*` for every path. */
  path: string;
  resolve(info: RouteInfo): Response | Promise<Response>;
}

/** What a route knows of a request beside it. */
export interface RouteInfo {
  request: Request;
  params: Record<string, string>;
}
