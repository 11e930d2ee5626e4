import { useEffect, useState } from 'react';

/** The value once it has not changed for a while: a person who types asks once. @param delay milliseconds */
export function useSettled<Value>(value: Value, delay = 250): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}
