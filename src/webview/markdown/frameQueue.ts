/** Milliseconds of work in one frame, which leave time for layout and paint. */
export const frameBudgetMs = 8;

/** Called with the time by which it should end; false when there is more to do in a later frame. */
export type FrameWork = (deadline: number) => boolean;

/** Shares the time of each frame out to all that is to be drawn, what was asked for last first: the end is looked at. */
export class FrameQueue {
  private waiting: FrameWork[] = [];
  private frame: number | undefined;

  request(work: FrameWork): void {
    if (!this.waiting.includes(work)) this.waiting.push(work);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.run();
    });
  }

  drop(work: FrameWork): void {
    this.waiting = this.waiting.filter((other) => other !== work);
  }

  private run(): void {
    const deadline = performance.now() + frameBudgetMs;
    const works = this.waiting;
    this.waiting = [];
    const left: FrameWork[] = [];
    for (let work = works.pop(); work !== undefined; work = works.pop()) {
      if (performance.now() > deadline || !work(deadline)) left.unshift(work);
    }
    for (const work of left) this.request(work);
  }
}
