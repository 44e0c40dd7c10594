// Questions to the person at the terminal; where there is none, a word on how to go on without.

import { confirm, isCancel } from '@clack/prompts';
import { UserError } from '../user-error.ts';

/** Whether there is somebody to ask. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

export function confirmOn(isJson: boolean) {
  return async (question: string, flag: string): Promise<boolean> => {
    if (isJson || !isInteractive()) {
      throw new UserError(
        `${question}\nNobody can be asked here: say ${flag} if that is what you want.`,
      );
    }
    const answer = await confirm({ message: question, initialValue: false });
    return !isCancel(answer) && answer;
  };
}
