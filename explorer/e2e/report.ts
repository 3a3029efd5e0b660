// Counts the checks of a run; the last line of the output is the verdict.

const kCheckTimeoutMs = 60_000;

export class Report {
  private passed = 0;
  private failed = 0;

  async check(title: string, body: () => Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no end after ${kCheckTimeoutMs} ms`)), kCheckTimeoutMs);
    });
    try {
      await Promise.race([body(), limit]);
      this.passed++;
      console.log(`ok      ${title}`);
    } catch (error) {
      this.fail(title, error);
    } finally {
      clearTimeout(timer);
    }
  }

  fail(title: string, error: unknown): void {
    this.failed++;
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    console.log(`FAILED  ${title}\n        ${lines.slice(0, 12).join('\n        ')}`);
  }

  skip(title: string, why: string): void {
    console.log(`SKIPPED ${title}: ${why}`);
  }

  finish(): void {
    console.log(`explorer e2e: ${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

export function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
