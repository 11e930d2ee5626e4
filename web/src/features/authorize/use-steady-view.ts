import { useEffect, useState } from 'react';

/** Whether the page has been visible and had the focus for so long without a break. */
export function useSteadyView(milliseconds: number): boolean {
  const [steady, setSteady] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = (): void => {
      clearTimeout(timer);
      setSteady(false);
      if (document.visibilityState === 'visible' && document.hasFocus())
        timer = setTimeout(() => setSteady(true), milliseconds);
    };
    restart();
    document.addEventListener('visibilitychange', restart);
    for (const name of ['focus', 'blur']) window.addEventListener(name, restart);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', restart);
      for (const name of ['focus', 'blur']) window.removeEventListener(name, restart);
    };
  }, [milliseconds]);
  return steady;
}
