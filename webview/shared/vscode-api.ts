/** VS Code's end of a page. `acquireVsCodeApi` may be called once in the life of a page; this is the once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

export function postToHost(message: unknown): void {
  api.postMessage(message);
}

/** What was kept, by any version of the page: to be narrowed by whoever reads it. */
export function readState(): unknown {
  return api.getState();
}

/** Where the person is and how they arranged things; never what was fetched. */
export function keepState(state: unknown): void {
  api.setState(state);
}
