/**
 * What `npm start` shows: a line per step that is done, and below it, where the terminal can move its cursor, a block
 * that is written over whenever there is something newer. Elsewhere (a pipe, a log) the block is written once, so that it
 * does not fill up with tables.
 */
export class Terminal {
  private blockLines: readonly string[] = [];

  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  /** A step that is done, with what came of it. */
  step(name: string, result: string): void {
    this.line(`  ${name.padEnd(8)} ${result}`);
  }

  line(text: string): void {
    const block = this.blockLines;
    this.eraseBlock();
    this.out.write(`${text}\n`);
    if (this.out.isTTY) this.block(block);
  }

  /** Replaces the block at the bottom. */
  block(lines: readonly string[]): void {
    if (this.out.isTTY) this.eraseBlock();
    else if (this.blockLines.length > 0) return;
    this.writeBlock(lines);
  }

  private writeBlock(lines: readonly string[]): void {
    // A line that wraps would be two on the screen and one to the cursor.
    const width = this.out.isTTY ? Math.max(20, this.out.columns - 1) : Infinity;
    for (const line of lines) this.out.write(`${line.slice(0, width)}\n`);
    this.blockLines = lines;
  }

  private eraseBlock(): void {
    if (!this.out.isTTY || this.blockLines.length === 0) return;
    // Up to the start of the block, then clear to the end of the screen.
    this.out.write(`\u001b[${this.blockLines.length}F\u001b[J`);
    this.blockLines = [];
  }
}
