from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("training", "0007_findings_become_actions")]

    operations = [
        migrations.DeleteModel(name="FindingStep"),
        migrations.DeleteModel(name="DrillFinding"),
    ]
