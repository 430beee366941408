// Paper is light and has no hinges: a page is printed in the light theme with everything unfolded, and is then put back.
const root = document.documentElement;
let opened = [];
let theme;

addEventListener("beforeprint", () => {
  theme = root.dataset.theme;
  root.dataset.theme = "light";
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const details of opened) details.open = true;
});

addEventListener("afterprint", () => {
  root.dataset.theme = theme;
  for (const details of opened) details.open = false;
});
