"""For teachers who run nbgrader: the same steps as `make exercises`, and a gradebook outside the course folder."""

from pathlib import Path

import platformdirs
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.converters import GenerateAssignment

home = Path(platformdirs.user_data_dir("imbalance-course", appauthor=False))
home.mkdir(parents=True, exist_ok=True)

c = get_config()  # noqa: F821  (nbgrader provides it)
c.CourseDirectory.course_id = "imbalance"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.db_url = f"sqlite:///{home / 'gradebook.db'}"
c.GenerateAssignment.preprocessors = [ClearMetadataPreprocessor, *GenerateAssignment().preprocessors]
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.preserve_cell_metadata_mask = {("nbgrader",), ("tags",)}
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {("kernelspec",), ("language_info", "name")}
c.ClearSolutions.code_stub = {"python": "# Your code here"}
