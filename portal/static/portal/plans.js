// A long list of agencies is narrowed by what is typed; without this script the whole list stands there.

const plain = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");

document.querySelectorAll("[data-agencies]").forEach((list) => {
  const search = list.querySelector("[data-agencies-search]");
  const count = list.querySelector("[data-agencies-count]");
  const labels = [...list.querySelectorAll("label.check")];

  const narrow = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    labels.forEach((label) => {
      const name = plain(label.textContent);
      label.hidden = !words.every((word) => name.includes(word)) && !label.querySelector("input").checked;
    });
    list.querySelectorAll("fieldset").forEach((group) => {
      group.hidden = !group.querySelector("label.check:not([hidden])");
    });
  };

  const tell = () => {
    const chosen = labels.filter((label) => label.querySelector("input").checked).length;
    count.textContent = count.dataset.words.replace("{n}", chosen);
    count.hidden = chosen === 0;
  };

  search.hidden = false;
  search.addEventListener("input", narrow);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // looking for an agency is not sending the form
  });
  list.addEventListener("change", tell);
  tell();
});
