import { useEffect, useRef, useState, type RefObject } from 'react';

const NEAR_END_PX = 48;

/** Keeps the end in sight as content and window change their size, unless the reader has scrolled away from it. */
export function useFollow(): {
  scroller: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  jump: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = (): void => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      setAtEnd(follows.current);
    };
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    for (const content of element.children) observer.observe(content);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);
  return {
    scroller,
    atEnd,
    jump: () => {
      const element = scroller.current;
      if (element !== null) element.scrollTop = element.scrollHeight;
    },
  };
}
