// Measures the report in the frame, and writes what it found as JSON into a pre element.
addEventListener('load', () => {
  const frame = document.querySelector('iframe');
  const page = frame.contentDocument;
  const style = element => frame.contentWindow.getComputedStyle(element);
  const rgb = colour => colour.match(/[\d.]+/g).map(Number);
  const luminance = colour => rgb(colour).slice(0, 3)
    .map(c => c / 255)
    .map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const background = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(style(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) {
        return style(e).backgroundColor;
      }
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const texts = [...page.querySelectorAll('h1, h2, p, td, th, b, .legend > span, svg text')]
    .filter(element => element.textContent.trim() !== '');
  const colourOf = element => element.namespaceURI.endsWith('svg')
    ? style(element).fill : style(element).color;
  const sizeOf = element => parseFloat(style(element).fontSize)
    * (element.namespaceURI.endsWith('svg') ? element.getScreenCTM().a : 1);
  const overlapping = [];
  const cutOff = [];
  for (const svg of page.querySelectorAll('svg')) {
    const around = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text')]
      .filter(text => text.textContent.trim() !== '')
      .map(text => [text.textContent, text.getBoundingClientRect()]);
    boxes.forEach(([text, box], i) => {
      if (box.left < around.left - 1 || box.right > around.right + 1
          || box.top < around.top - 1 || box.bottom > around.bottom + 1) {
        cutOff.push(text);
      }
      boxes.slice(i + 1).forEach(([other, next]) => {
        if (box.left < next.right - 1 && next.left < box.right - 1
            && box.top < next.bottom - 3 && next.top < box.bottom - 3) {
          overlapping.push(text + ' and ' + other);
        }
      });
    });
  }
  const root = page.documentElement;
  const pre = document.createElement('pre');
  pre.textContent = JSON.stringify({
    dark: luminance(style(page.body).backgroundColor) < 0.1,
    tooWide: Math.max(0, root.scrollWidth - root.clientWidth),
    charts: page.querySelectorAll('svg').length,
    smallestText: Math.min(...texts.map(sizeOf)),
    leastContrast: Math.min(...texts.map(
      element => contrast(luminance(colourOf(element)), luminance(background(element))))),
    overlapping,
    cutOff,
  });
  document.body.replaceChildren(pre);
});
