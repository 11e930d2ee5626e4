import { useEffect, useRef, useState, type RefObject } from 'react';

const NEAR_END_PX = 48;

/** Keeps the end in sight as content grows, unless the reader has scrolled away from it. */
export function useFollow(content: string): {
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
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);
  useEffect(() => {
    const element = scroller.current;
    if (content !== '' && element !== null && follows.current) element.scrollTop = element.scrollHeight;
  }, [content]);
  return {
    scroller,
    atEnd,
    jump: () => {
      const element = scroller.current;
      if (element !== null) element.scrollTop = element.scrollHeight;
    },
  };
}
