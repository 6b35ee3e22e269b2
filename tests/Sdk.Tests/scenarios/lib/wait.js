// Waiting, always for a condition and always with a bound.

/** The bound of an ordinary wait: generous, because another test may keep the processors busy. */
export const LIMIT = 15_000;

/** Waits until a condition holds and returns its value; `what` names it when it does not. */
export async function until(condition, what, milliseconds = LIMIT) {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }

    if (performance.now() > end) {
      throw new Error(`not within ${milliseconds} ms: ${typeof what === 'function' ? what() : what}`);
    }

    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** Waits for a promise, within a bound. */
export async function within(promise, what, milliseconds = LIMIT) {
  let timer;
  const bound = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms: ${what}`)), milliseconds);
  });
  try {
    return await Promise.race([promise, bound]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until the clock says that a moment (seconds since 1970) has passed: for what expires, never to let something settle. */
export const untilClock = seconds => until(() => Date.now() > seconds * 1000, 'the clock', 60_000);

/** Seconds since 1970, as tokens count them. */
export const seconds = () => Math.floor(Date.now() / 1000);
