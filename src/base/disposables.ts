/** Something opened that must be closed. VS Code's Disposable satisfies it, and this one satisfies VS Code. */
export interface Disposable {
  dispose(): unknown;
}

/**
 * Owns what it is given and disposes it in reverse order. What arrives after the end is disposed at once, so that an
 * `await` which outlives its owner cannot leak what it opened.
 */
export class Disposables implements Disposable {
  private readonly owned: Disposable[] = [];
  private disposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.disposed) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.disposed = true;
    while (this.owned.length > 0) this.owned.pop()?.dispose();
  }
}
