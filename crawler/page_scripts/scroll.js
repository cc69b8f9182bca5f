// Scrolls through the page in steps of most of a screen, each long enough for an observer of what is in view to see it;
// a page that grows is followed. Gives the pixels scrolled.
async ([mostPixels, mostMilliseconds]) => {
  const end = performance.now() + mostMilliseconds;
  const height = () => document.scrollingElement?.scrollHeight ?? 0;
  let y = 0;
  while (y < Math.min(height(), mostPixels) && performance.now() < end) {
    y += Math.max(200, Math.floor(innerHeight * 0.8));
    window.scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 60));
  }
  window.scrollTo(0, 0);
  return Math.min(y, height());
}
