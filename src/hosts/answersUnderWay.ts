/** What is being answered at one endpoint, by any of its models: most hosts answer one after the other. */
export interface AnswersUnderWay {
  readonly count: number;
  /** `onBehind` is told when others are ahead, and when they are over. */
  join(onBehind: (isBehind: boolean) => void): { leave(): void };
}

export function answersUnderWay(): AnswersUnderWay {
  /** In the order of their beginning; each with those that were ahead of it and still are. */
  const answers = new Map<object, Set<object>>();
  const toldBy = new Map<object, (isBehind: boolean) => void>();
  return {
    get count() {
      return answers.size;
    },
    join: (onBehind) => {
      const own = {};
      const ahead = new Set(answers.keys());
      answers.set(own, ahead);
      toldBy.set(own, onBehind);
      if (ahead.size > 0) onBehind(true);
      return {
        leave: () => {
          answers.delete(own);
          toldBy.delete(own);
          for (const [other, before] of answers) {
            if (before.delete(own) && before.size === 0) toldBy.get(other)?.(false);
          }
        },
      };
    },
  };
}
